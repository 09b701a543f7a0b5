/**
 * `npm run fuzz -- api [cases] [seed]`: schemathesis against the running API's own /openapi.json,
 * each call alone and in the orders that its links tell; default 2,000 cases. Ends with 1 when a
 * call is answered with 5xx, an answer is not what the document says, or a process has died.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@longshore/infra';
import { type System, startSystem } from '../support/system.js';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const HOME = fileURLToPath(new URL('../../.longshore/fuzz/', import.meta.url));
const VENV = join(HOME, SCHEMATHESIS);
const REPORT = join(HOME, 'api.json');
const UPLOADS = fileURLToPath(new URL('uploads.py', import.meta.url));
/**
 * A document cannot say which values a business takes, and calls of the local stack need no
 * sign-in.
 */
const NOT_CHECKED = 'positive_data_acceptance,ignored_auth';
/** A body beyond the limit of bytes is refused before its values are looked at: 413 is a no too. */
const REFUSALS = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429];
const CONFIG = join(HOME, 'schemathesis.toml');
/** Of each operation, for so many cases in all. */
const OPERATIONS = 30;
const UNLIMITED = '100000000';

interface Report {
  readonly test_cases: { readonly generated: number; readonly with_failures: number };
  readonly operations: { readonly selected: number; readonly tested: number };
}

const cases = Number(process.argv[2] ?? 2_000);
const seed = Number(process.argv[3] ?? 1);

install();
const dir = mkdtempSync(join(tmpdir(), 'longshore-fuzz-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({
  databaseUrl: postgres.url,
  env: {
    SHOP_ORDERS: '1000',
    RATE_LIMIT_PER_MINUTE: UNLIMITED,
    FAILURE_LIMIT_PER_MINUTE: UNLIMITED,
  },
});
try {
  process.exitCode = await fuzz(system);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Into a virtual environment of the clone's own. */
function install(): void {
  if (existsSync(join(VENV, 'bin', 'schemathesis'))) return;
  console.log(`Installing ${SCHEMATHESIS} with pip (about 20 s).`);
  mkdirSync(HOME, { recursive: true });
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  const pip = ['install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS];
  execFileSync(join(VENV, 'bin', 'pip'), pip, { stdio: 'inherit' });
}

/** The exit code. */
async function fuzz({ url, api, workers }: System): Promise<number> {
  const statuses = [...REFUSALS.map(String), '5xx'];
  writeFileSync(
    CONFIG,
    `[checks.negative_data_rejection]\nexpected-statuses = ${JSON.stringify(statuses)}\n`,
  );
  const options = {
    '--seed': String(seed),
    '--max-examples': String(Math.ceil((1.5 * cases) / OPERATIONS / 2)),
    '--checks': 'all',
    '--exclude-checks': NOT_CHECKED,
    '--generation-with-security-parameters': 'false',
    '--report': 'json',
    '--report-json-path': REPORT,
  };
  // as an operator, so that every call can be reached
  const headers = ['X-Owner: fuzz', 'X-Role: operator'].flatMap((header) => ['--header', header]);
  const args = ['--config-file', CONFIG, 'run', `${url}/openapi.json`];
  args.push(...headers, ...Object.entries(options).flat());
  const child = spawn(join(VENV, 'bin', 'schemathesis'), args, {
    cwd: HOME,
    stdio: 'inherit',
    env: { ...process.env, SCHEMATHESIS_HOOKS: UPLOADS },
  });
  const [exitCode] = await once(child, 'close');
  const dead = [api, ...workers].filter((app) => app.hasExited());
  const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report; // written by schemathesis
  const { test_cases: done, operations } = report;
  console.log(
    `${done.generated} cases over ${operations.tested} operations, ${done.with_failures} failures, ${dead.length} dead processes`,
  );
  const isDone = done.generated >= cases && operations.tested === operations.selected;
  return exitCode === 0 && dead.length === 0 && isDone ? 0 : 1;
}
