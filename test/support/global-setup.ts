/**
 * Starts, once a run, the services that its projects need, and tells the tests where they are. Same
 * for `npm test` and `npx vitest`.
 */
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
// By path: vitest resolves a global set-up without the condition "@longshore/source", and
// infra/dist may not be built.
import {
  claimState,
  findPgbouncer,
  type PoolMode,
  type StateDirectory,
  startMariadb,
  startPgbouncer,
  startPostgres,
  startRedis,
  startS3TestServer,
} from '../../infra/src/index.js';
import type { S3Server } from './provided.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const NEEDS_REDIS = ['tasks', 'runner', 'app', 'api', 'worker', 'test'];
const NEEDS_DATABASE = [
  'postgres',
  'alarms',
  'runner',
  'app',
  'shop',
  'api',
  'worker',
  'testing',
  'test',
];
const NEEDS_PGBOUNCER = ['postgres'];
const NEEDS_MARIADB = ['mysql', 'runner', 'testing', 'test'];
const NEEDS_S3 = ['storage', 'runner', 'api', 'worker', 'test'];

interface Service<Value> {
  readonly value: Value;
  stop(): Promise<void>;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const projects = project.vitest.projects.map(({ name }) => name);
  const isNeeded = (names: readonly string[]) => projects.some((name) => names.includes(name));
  const state = await claimState({ root: ROOT, name: 'test', keep: false });
  const database = isNeeded(NEEDS_DATABASE) ? databaseService(state) : nothing('');
  const services = [
    isNeeded(NEEDS_REDIS) ? redisService(state) : nothing(''),
    database,
    isNeeded(NEEDS_PGBOUNCER)
      ? database.then(({ value }) => pgbouncerService(state, value))
      : nothing(null),
    isNeeded(NEEDS_MARIADB) ? mariadbService(state) : nothing(null),
    isNeeded(NEEDS_S3) ? s3Service(state) : nothing(null),
  ] as const;
  const settled = await Promise.allSettled(services);
  const stopAll = async () => {
    await Promise.all(
      settled.map((service) => service.status === 'fulfilled' && service.value.stop()),
    );
    await state.release();
  };
  if (settled.some(({ status }) => status === 'rejected')) await stopAll();
  // throws the first error, if there is one
  const [redis, postgres, pgbouncer, mariadb, s3] = await Promise.all(services);
  project.provide('redisUrl', redis.value);
  project.provide('databaseUrl', postgres.value);
  project.provide('pgbouncerUrls', pgbouncer.value);
  project.provide('mariadbUrl', mariadb.value);
  project.provide('s3', s3.value);
  return stopAll;
}

async function redisService(state: StateDirectory): Promise<Service<string>> {
  const { url, stop } = await startRedis({ ...state, say });
  return { value: url, stop };
}

async function databaseService(state: StateDirectory): Promise<Service<string>> {
  const { url, stop } = await startPostgres({ ...state, temporary: true, unsafe: true });
  return { value: url, stop };
}

async function pgbouncerService(
  state: StateDirectory,
  databaseUrl: string,
): Promise<Service<{ session: string; transaction: string } | null>> {
  const binary = await findPgbouncer({ ...state, say });
  if (binary === null) {
    say('Skipped: cancels behind PgBouncer were not tested: put pgbouncer on PATH.');
    return nothing(null);
  }
  const start = (mode: PoolMode) => startPgbouncer(binary, { ...state, mode, databaseUrl });
  const [session, transaction] = await Promise.all([start('session'), start('transaction')]);
  return {
    value: { session: session.url, transaction: transaction.url },
    stop: async () => void (await Promise.all([session.stop(), transaction.stop()])),
  };
}

async function mariadbService(state: StateDirectory): Promise<Service<string | null>> {
  const server = await startMariadb({ ...state, say });
  if ('skipped' in server) {
    say(`Skipped: ${server.skipped}.`);
    return nothing(null);
  }
  return { value: server.url, stop: server.stop };
}

async function s3Service(state: StateDirectory): Promise<Service<S3Server | null>> {
  const server = await startS3TestServer({ ...state, say });
  if ('skipped' in server) {
    say(`Skipped: ${server.skipped}.`);
    return nothing(null);
  }
  const { endpoint, region, accessKey, secretKey, stop } = server;
  return { value: { endpoint, region, accessKey, secretKey }, stop };
}

const nothing = async <Value>(value: Value): Promise<Service<Value>> => ({
  value,
  stop: async () => {},
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
