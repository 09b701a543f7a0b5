/**
 * `npm run judge -- compose`: compose-go, with which Docker Compose reads its files, loads the
 * compose file of the clone and the one of a new business. Go builds it from its module proxy.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOME = join(ROOT, '.longshore/judge/compose');
const TOOL = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';

interface Service {
  readonly image: string;
  readonly build: { readonly context: string; readonly dockerfile: string };
  /** A list where files were merged. */
  readonly environment: Readonly<Record<string, string>> | readonly string[];
}
interface Project {
  readonly services: Readonly<Record<string, Service>>;
}

install();
judge('the clone', ROOT, 'infra/compose.yaml', '@longshore/shop');
const home = mkdtempSync(join(tmpdir(), 'longshore-compose-'));
try {
  const directory = join(home, 'my-business');
  execFileSync('npm', ['run', '--silent', 'new', '--', directory], { cwd: ROOT });
  judge('a new business', directory, 'compose.yaml', '/app/business');
} finally {
  rmSync(home, { recursive: true, force: true });
}

function install(): void {
  if (existsSync(join(HOME, 'cmd'))) return;
  console.log(`Building ${TOOL} with Go (about 20 s).`);
  const env = { ...process.env, GOBIN: HOME, GOFLAGS: '-mod=mod' };
  execFileSync('go', ['install', TOOL], { cwd: tmpdir(), env, stdio: 'inherit' });
}

/**
 * Throws what compose-go refuses, and where API and workers would get another image or business.
 */
function judge(whose: string, directory: string, file: string, business: string): void {
  const path = join(directory, file);
  const text = execFileSync(join(HOME, 'cmd'), ['-format', 'json', path], {
    cwd: dirname(path), // compose-go's command resolves paths from there, as Docker does by itself
    encoding: 'utf8',
  });
  const { services }: Project = JSON.parse(text);
  for (const name of ['api', 'worker']) {
    const service = services[name];
    if (service === undefined) throw new Error(`${path} has no ${name}`);
    if (!variables(service).includes(`BUSINESS=${business}`))
      throw new Error(`${name} of ${path} does not serve ${business}`);
    const dockerfile = resolve(service.build.context, service.build.dockerfile);
    if (!existsSync(dockerfile)) throw new Error(`${name} of ${path} is built by no ${dockerfile}`);
    console.log(`${whose}: ${name} is ${service.image}, built by ${dockerfile}`);
  }
  console.log(`${whose}: ${Object.keys(services).length} services are right.`);
}

function variables({ environment }: Service): readonly string[] {
  if (Array.isArray(environment)) return environment;
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
