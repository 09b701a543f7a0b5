/**
 * `npm run judge -- openapi`: redocly and spectral look at the document of a running API and must
 * not warn; the typed client of docs/openapi.md is generated, compiled, and exports with it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startPostgres } from '@longshore/infra';
import { codeBlocks } from '../support/markdown.js';
import { startSystem } from '../support/system.js';

const TOOLS = [
  '@redocly/cli@2.77.0',
  '@stoplight/spectral-cli@6.16.3',
  'openapi-typescript@7.13.0',
  'typescript@5.9.3',
  'openapi-fetch@0.17.0',
];
const HOME = fileURLToPath(new URL('../../.longshore/judge/openapi/', import.meta.url));
const RULESET = 'extends: ["spectral:oas"]\n';
const CONFIG = { module: 'nodenext', strict: true, target: 'es2023', skipLibCheck: false };

interface GeneratedClient {
  exportOrders(baseUrl: string, headers: Record<string, string>): Promise<string | null>;
}

interface Judgement {
  readonly totals: { readonly errors: number; readonly warnings: number };
  readonly problems: readonly unknown[];
}

install();
const dir = mkdtempSync(join(tmpdir(), 'longshore-judge-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({ databaseUrl: postgres.url, env: { SHOP_ORDERS: '1000' } });
try {
  const document = await (await fetch(`${system.url}/openapi.json`)).text();
  writeFileSync(join(HOME, 'openapi.json'), document);
  lint();
  await tryClient(system.url);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

function install(): void {
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), '{"private":true,"type":"module"}');
  writeFileSync(join(HOME, '.spectral.yaml'), RULESET);
  if (existsSync(join(HOME, 'node_modules', 'openapi-fetch'))) return;
  console.log(`Installing ${TOOLS.join(', ')} with npm (about 15 s).`);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--silent', ...TOOLS], {
    cwd: HOME,
    stdio: 'inherit',
  });
}

/** Throws when a tool complains. */
function tool(name: string, ...args: readonly string[]): void {
  const program = join(HOME, 'node_modules', '.bin', name);
  execFileSync(program, args, { cwd: HOME, stdio: 'inherit' });
}

function lint(): void {
  const redocly = join(HOME, 'node_modules', '.bin', 'redocly');
  const lintAsJson = ['lint', 'openapi.json', '--format', 'json'];
  const said = execFileSync(redocly, lintAsJson, { cwd: HOME, encoding: 'utf8' });
  const { totals, problems } = JSON.parse(said) as Judgement; // of redocly
  if (totals.errors + totals.warnings > 0) throw new Error(JSON.stringify(problems, null, 1));
  tool('spectral', 'lint', 'openapi.json', '--fail-severity', 'hint');
}

async function tryClient(url: string): Promise<void> {
  const block = codeBlocks('docs/openapi.md').find(({ language }) => language === 'ts');
  if (block === undefined) throw new Error('docs/openapi.md shows no client');
  mkdirSync(join(HOME, 'src'), { recursive: true });
  tool('openapi-typescript', 'openapi.json', '-o', 'src/api.d.ts');
  writeFileSync(join(HOME, 'src', 'client.ts'), block.code);
  const options = { ...CONFIG, rootDir: 'src', outDir: 'dist', types: [], lib: ['es2023', 'dom'] };
  writeFileSync(
    join(HOME, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['src'] }),
  );
  // by the compiler of this clone, as a stranger's page may be
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const compile = [join(dirname(tsc), 'bin', 'tsc'), '-p', HOME];
  execFileSync(process.execPath, compile, { stdio: 'inherit' });
  const client: GeneratedClient = await import(pathToFileURL(join(HOME, 'dist', 'client.js')).href);
  const address = await client.exportOrders(url, { 'x-owner': 'ann' });
  const file = await (await fetch(new URL(address ?? '', url))).text();
  const rows = file.trim().split('\n').length - 1;
  if (rows !== 100) throw new Error(`100 orders were asked for, the file has ${rows}`);
  console.log('The generated client compiled, and exported 100 orders.');
}
