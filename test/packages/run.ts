/**
 * `npm run packages`: packs what is published, installs the tarballs in an empty folder as a
 * stranger would, compiles a business there under both ways of resolving modules, with the types of
 * every library checked, runs an import and an export in a host of its own, and builds and serves a
 * page of Next.js. `-- next` leaves out all but the page, `-- host` all but the host.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres, startRedis, waitUntil } from '@longshore/infra';
import { packAll, ROOT, readManifest } from './pack.js';

const STRANGER = join(ROOT, 'test/packages/stranger');
const NEXT = '16.4.6';
const TYPESCRIPT_5 = '5.9.3';
/** Packages that tell their makers who installs or runs them; Next.js is the stranger's own. */
const TELLTALES = ['@scarf'];

const folder = mkdtempSync(join(tmpdir(), 'longshore-stranger-'));
const parts = process.argv.slice(2);
const wants = (part: string) => parts.length === 0 || parts.includes(part);
try {
  await install();
  if (wants('host')) await runHost();
  if (wants('next')) await servePage();
  console.log('The packages can be installed, compiled, built and run by a stranger.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function install(): Promise<void> {
  cpSync(STRANGER, folder, { recursive: true });
  const packed = await packAll(folder);
  const ours = packed.map(({ file, manifest }) => [manifest.name, `file:${file}`]);
  const { devDependencies: root } = withDev('.');
  const { devDependencies: client } = withDev('packages/client');
  const { dependencies: executors } = withDev('test');
  const content = {
    name: 'stranger',
    private: true,
    type: 'module',
    exports: './dist/index.js',
    dependencies: {
      ...Object.fromEntries(ours),
      express: executors.express,
      zod: executors.zod,
      react: client.react,
      'react-dom': client['react-dom'],
      ...(wants('next') && { next: NEXT }),
    },
    devDependencies: {
      '@types/express': root['@types/express'],
      '@types/node': root['@types/node'],
      '@types/react': client['@types/react'],
      typescript: root.typescript,
      'typescript-5': `npm:typescript@${TYPESCRIPT_5}`,
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(content));
  mustRun('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  const installed = readdirSync(join(folder, 'node_modules'));
  const telling = TELLTALES.filter((name) => installed.includes(name));
  if (telling.length > 0) throw new Error(`${telling.join(', ')} is installed beside us.`);
}

type Ranges = Readonly<Record<string, string>>;

function withDev(directory: string) {
  // each of the three has both
  return readManifest(directory) as unknown as {
    readonly dependencies: Ranges;
    readonly devDependencies: Ranges;
  };
}

async function runHost(): Promise<void> {
  for (const config of ['tsconfig.bundler.json', 'tsconfig.nodenext.json'])
    for (const compiler of ['typescript-5', 'typescript'])
      mustRun(process.execPath, [join('node_modules', compiler, 'bin/tsc'), '-p', config]);
  const [postgres, redis] = await Promise.all([
    startPostgres({ dir: folder, temporary: true, unsafe: true, env: {} }),
    startRedis({ dir: folder, env: { PATH: process.env.PATH } }),
  ]);
  try {
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
    const said = mustRun(process.execPath, ['dist/host.js'], env);
    const expected = [
      '{"imported":{"total":2,"succeeded":1,"failed":1,"unprocessed":0}}',
      '{"exported":[["Name","Price"],["Hammer","12.5"]]}',
    ];
    if (said.trim() !== expected.join('\n')) throw new Error(`The host said:\n${said}`);
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
  }
}

async function servePage(): Promise<void> {
  const next = [join(folder, 'node_modules/next/dist/bin/next')];
  const env = { NEXT_TELEMETRY_DISABLED: '1' };
  mustRun(process.execPath, [...next, 'build'], env);
  const port = await freePort();
  const args = [...next, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const server = spawn(process.execPath, args, { cwd: folder, env: { ...ownEnv(), ...env } });
  try {
    const page = await waitUntil(
      () =>
        fetch(`http://127.0.0.1:${port}/`).then(
          (answer) => answer.text(),
          () => null,
        ),
      { what: 'the page of Next.js' },
    );
    for (const part of ['<button', '<longshore-export-button'])
      if (!page.includes(part)) throw new Error(`The page has no ${part}:\n${page}`);
  } finally {
    server.kill();
  }
}

function ownEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, NODE_ENV: undefined };
}

/** What the command said. Throws with all of it when it fails. */
function mustRun(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  console.log(`${command} ${args.join(' ')}`);
  const options = { cwd: folder, env: { ...ownEnv(), ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
