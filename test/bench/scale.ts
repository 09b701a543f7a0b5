/**
 * `npm run bench -- scale [owners]`: what one task, one poll and one worker take of Redis, API and
 * worker, measured with real processes; and what a large installation takes by that, which
 * docs/scale.md tells.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, waitUntil } from '@longshore/infra';
import { startSystem } from '../support/system.js';
import { cpuSeconds } from './process-figures.js';
import { saveResults } from './results.js';

const OWNERS = Number(process.argv[2] ?? 1_000);
const POLLS_OF_OWNER = 10;
const AT_ONCE = 50;
const IDLE_SECONDS = 10;
/** Beside the first, to tell what each costs by itself. */
const MORE_WORKERS = 3;
/** The installation that the sheet is for. */
const LARGE = { pollers: 10_000, tasksADay: 1_000_000, workers: 1_000, ledgerDays: 7 };
const POLL_EVERY_SECONDS = 10;
const DAY_SECONDS = 86_400;
/** Offices work in the same hours: the busiest second has so many times the average. */
const PEAK = 10;

const dir = mkdtempSync(join(tmpdir(), 'longshore-scale-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const env = { SHOP_ORDERS: '1000', RATE_LIMIT_PER_MINUTE: '100000000' };
const system = await startSystem({ databaseUrl: postgres.url, workers: 0, env });
const owners = Array.from({ length: OWNERS }, (_, i) => system.client({ owner: `owner-${i}` }));
try {
  const empty = await redisBytes();
  const register = await costOf(OWNERS, () =>
    forEach(owners, (client) =>
      client.registerExportTask({ type: 'orders', params: { limit: 1 } }),
    ),
  );
  const live = await redisBytes();
  const poll = await costOf(OWNERS * POLLS_OF_OWNER, async () => {
    for (let i = 0; i < POLLS_OF_OWNER; i += 1)
      await forEach(owners, (client) => client.getTaskStatus({ type: 'orders' }));
  });
  const worker = await system.startWorker({ WORKER_CONCURRENCY: '4' });
  const workerBefore = cpuSeconds(worker.pid);
  const run = await costOf(OWNERS, () =>
    waitUntil(async () => (await jobs()) === 0, { what: 'the exports', timeoutMs: 600_000 }),
  );
  const workerUs = ((cpuSeconds(worker.pid) - workerBefore) / OWNERS) * 1e6;
  const clear = await costOf(OWNERS, () =>
    forEach(owners, (client) => client.clearTaskInfo({ type: 'orders' })),
  );
  const kept = await redisBytes();
  const one = await costOf(IDLE_SECONDS, () => sleep(IDLE_SECONDS * 1_000));
  const connections = await redisConnections();
  for (let i = 0; i < MORE_WORKERS; i += 1) await system.startWorker();
  const connectionsOfEach = ((await redisConnections()) - connections) / MORE_WORKERS;
  const more = await costOf(IDLE_SECONDS, () => sleep(IDLE_SECONDS * 1_000));

  const bytes = { live: (live - empty) / OWNERS, record: (kept - empty) / OWNERS };
  const taskUs = register.redisUs + run.redisUs + clear.redisUs;
  const furtherUs = Math.max(more.redisUs - one.redisUs, 0) / MORE_WORKERS;
  const pollsASecond = LARGE.pollers / POLL_EVERY_SECONDS;
  const tasksASecond = (LARGE.tasksADay / DAY_SECONDS) * PEAK;
  const records = LARGE.tasksADay * LARGE.ledgerDays;
  saveResults('scale', [
    figure('Redis, a live task', bytes.live, 'bytes'),
    figure('Redis, a record of the ledger', bytes.record, 'bytes'),
    figure('Redis, CPU of a poll', poll.redisUs, 'us'),
    figure('API, CPU of a poll', poll.apiUs, 'us'),
    figure('Redis, CPU of a task from registration to clear', taskUs, 'us'),
    figure('API, CPU of a registration and a clear', register.apiUs + clear.apiUs, 'us'),
    figure('worker, CPU of an export of one row', workerUs, 'us'),
    figure('Redis, CPU of a fleet of one idle worker in a second', one.redisUs, 'us'),
    figure('Redis, CPU of each further idle worker in a second', furtherUs, 'us'),
    figure('Redis, connections of a worker', connectionsOfEach, 'connections'),
    figure('large: cores of APIs for polls', (pollsASecond * poll.apiUs) / 1e6, 'cores'),
    figure('large: share of Redis for polls', (pollsASecond * poll.redisUs) / 1e6, 'cores'),
    figure('large: share of Redis for tasks, busiest hour', (tasksASecond * taskUs) / 1e6, 'cores'),
    figure(
      'large: share of Redis for idle workers',
      (one.redisUs + LARGE.workers * furtherUs) / 1e6,
      'cores',
    ),
    figure('large: ledger in Redis', (records * bytes.record) / 2 ** 30, 'GiB'),
  ]);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

function figure(name: string, value: number, unit: string) {
  return { name, ours: Number(value.toPrecision(3)), peer: 0, ratio: 0, unit };
}

/** Jobs that are waiting or running, as the API counts them for autoscalers. */
async function jobs(): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('longshore_queue_jobs{'));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** CPU of Redis and of the API in microseconds, for each of `count`. */
async function costOf(count: number, act: () => Promise<unknown>) {
  const [redis, api] = [await redisCpuUs(), cpuSeconds(system.api.pid)];
  await act();
  return {
    redisUs: ((await redisCpuUs()) - redis) / count,
    apiUs: ((cpuSeconds(system.api.pid) - api) * 1e6) / count,
  };
}

async function redisCpuUs(): Promise<number> {
  const info = await system.redisCommand('INFO', 'cpu');
  const of = (field: string) => Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return (of('used_cpu_user') + of('used_cpu_sys')) * 1e6;
}

async function redisBytes(): Promise<number> {
  const info = await system.redisCommand('INFO', 'memory');
  return Number(/^used_memory_dataset:(\d+)/m.exec(info)?.[1]);
}

async function redisConnections(): Promise<number> {
  const info = await system.redisCommand('INFO', 'clients');
  return Number(/^connected_clients:(\d+)/m.exec(info)?.[1]);
}

async function forEach<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
