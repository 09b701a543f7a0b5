/** Starts, once a run, the services that its projects need, and tells the tests where they are. Same for `npm test` and `npx vitest`. */
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
// By path: vitest resolves a global set-up without the condition "source", and infra/dist may not be built.
import { claimState, type StateDirectory, startPostgres, startRedis, startS3TestServer } from '../../infra/src/index.js';
import type { S3Server } from './provided.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const NEEDS_REDIS = ['tasks', 'runner', 'app', 'api', 'worker', 'test'];
const NEEDS_DATABASE = ['postgres', 'runner', 'app', 'shop', 'api', 'worker', 'test'];
const NEEDS_S3 = ['storage', 'runner', 'api', 'worker', 'test'];

interface Service<Value> {
  readonly value: Value;
  stop(): Promise<void>;
}

const without = <Value>(value: Value): Promise<Service<Value>> => Promise.resolve({ value, stop: async () => {} });

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const projects = project.vitest.projects.map(({ name }) => name);
  const needed = (names: readonly string[]) => projects.some((name) => names.includes(name));
  const state = await claimState({ root: ROOT, name: 'test', keep: false });
  const [redis, database, s3] = await Promise.all([
    needed(NEEDS_REDIS) ? redisService(state) : without(''),
    needed(NEEDS_DATABASE) ? databaseService(state) : without(''),
    needed(NEEDS_S3) ? s3Service(state) : without(null),
  ]);
  project.provide('redisUrl', redis.value);
  project.provide('databaseUrl', database.value);
  project.provide('s3', s3.value);
  return async () => {
    await Promise.all([redis.stop(), database.stop(), s3.stop()]);
    await state.release();
  };
}

async function redisService(state: StateDirectory): Promise<Service<string>> {
  const { url, stop } = await startRedis({ ...state, say });
  return { value: url, stop };
}

async function databaseService(state: StateDirectory): Promise<Service<string>> {
  const { url, stop } = await startPostgres({ ...state, temporary: true, unsafe: true });
  return { value: url, stop };
}

async function s3Service(state: StateDirectory): Promise<Service<S3Server | null>> {
  const server = await startS3TestServer({ ...state, say });
  if ('skipped' in server) {
    say(`Skipped: ${server.skipped}.`);
    return without(null);
  }
  const { endpoint, region, accessKey, secretKey, stop } = server;
  return { value: { endpoint, region, accessKey, secretKey }, stop };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
