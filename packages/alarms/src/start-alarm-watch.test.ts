/** The watch of a fleet, on real Redis, with a real receiver of its webhook. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alarm, Part } from '@longshore/contract';
import { noDatabase } from '@longshore/database';
import { type RunningRedis, startRedis, waitUntil } from '@longshore/infra';
import {
  connectRedis,
  createTaskQueue,
  createTaskStore,
  type Log,
  type RedisClient,
  type Sweeper,
  type TaskQueue,
  type TaskStore,
} from '@longshore/tasks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AlarmOptions, openAlarms } from './alarming.js';
import { sighting } from './checks/check.js';
import { startAlarmWatch } from './start-alarm-watch.js';
import { ALARM_SECRET, type AlarmReceiver, startAlarmReceiver } from './testing/alarm-receiver.js';

const HOUR_MS = 3_600_000;
const WAIT_MS = 60_000;
const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const business = {
  database: noDatabase(),
  folder: '/',
  executors: [],
  retryables: [],
  find: () => undefined,
  prepare: async () => {},
};

let dir: string;
let server: RunningRedis;
let redis: RedisClient;
let tasks: TaskStore;
let queue: TaskQueue;
let receiver: AlarmReceiver;
const watches: Sweeper[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'longshore-alarms-'));
  server = await startRedis({ dir, env: { PATH: process.env.PATH } });
  redis = await connectRedis(server.url, { role: 'worker' });
  tasks = createTaskStore(redis, { ttlMs: HOUR_MS, ledgerTtlMs: HOUR_MS, maxAttempts: 1 });
  queue = createTaskQueue({ redis, tasks });
});
beforeEach(() => redis.flushall());
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.close()));
  await receiver?.stop();
});
afterAll(async () => {
  await queue?.close();
  redis?.disconnect();
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
});

const signalRedis = (name: NodeJS.Signals) => {
  if (server.pid !== null) process.kill(server.pid, name);
};

interface Process {
  readonly thresholds?: AlarmOptions['thresholds'];
  readonly worker?: string;
  readonly ask?: (part: Part) => Promise<void>;
}

/** Of a process that lives until the end of the test, or is closed. */
function watch({ thresholds, worker, ask = async () => {} }: Process = {}): Sweeper {
  const options = {
    webhook: { url: receiver.url, secret: ALARM_SECRET },
    thresholds: { windowMs: HOUR_MS, ...thresholds },
  };
  const started = startAlarmWatch({
    alarming: openAlarms(options, log),
    tasks,
    queue,
    business,
    worker: worker ?? null,
    ask,
    openParts: () => [],
    onMessage: quiet,
    everyMs: 100,
    log,
  });
  watches.push(started);
  return started;
}

async function fail(owner: string): Promise<void> {
  const fields = { language: 'en', timeZone: 'UTC', format: 'xlsx', fileName: null } as const;
  const asked = { kind: 'export', type: 'orders', owner, params: {}, ...fields } as const;
  const registration = await tasks.register(asked);
  if (!registration.registered) throw new Error('the slot was taken');
  const { taskId } = registration.task;
  await tasks.claim(taskId, 'worker');
  await tasks.fail(taskId, { code: 'executor_failed', message: 'x', cause: 'it broke' });
}

const told = (cause: Alarm['cause'], state: Alarm['state'] = 'open') =>
  receiver.taken.filter((alarm) => alarm.cause === cause && alarm.state === state);
const untilTold = (...what: Parameters<typeof told>) =>
  waitUntil(() => told(...what)[0], { what: what.join(' '), timeoutMs: WAIT_MS });

test(
  'a thousand failures are one alarm and one end, though the receiver refuses at first',
  async () => {
    receiver = await startAlarmReceiver((_alarm, tries) => (tries <= 2 ? 500 : null));
    const fleet = Array.from({ length: 3 }, () => watch());
    const failures = Array.from({ length: 1_000 }, (_, i) => fail(`owner-${i}`));
    await Promise.all(failures);
    const counted = async () => {
      const { open } = await tasks.alarms.list(0);
      return open.some(
        ({ cause, count }) => cause === 'task_given_up' && count === failures.length,
      );
    };
    await waitUntil(counted, { what: 'all failures to be counted', timeoutMs: WAIT_MS });
    const opened = await untilTold('task_given_up');
    expect(opened).toMatchObject({ subject: 'export:orders', details: { reason: 'it broke' } });
    // only a process with another window ends it now
    await Promise.all(fleet.map((one) => one.close()));
    watch({ thresholds: { windowMs: 1, failureMin: HOUR_MS } });
    const ended = await untilTold('task_given_up', 'resolved');
    expect(ended).toMatchObject({ id: opened.id, count: failures.length });
    expect([told('task_given_up').length, receiver.forged]).toEqual([1, 0]);
    expect(told('failure_ratio').length).toBeLessThan(2);
  },
  WAIT_MS * 2,
);

test('a message that a process took before it died is sent by another', async () => {
  receiver = await startAlarmReceiver();
  const stuck = openAlarms({ webhook: { url: receiver.url, secret: ALARM_SECRET } }, log);
  const seen = sighting('part_away', { subject: 'store', details: {} });
  await tasks.alarms.raise(seen, stuck.sinksFor(seen));
  expect(await tasks.alarms.takeMessage('webhook', 1)).not.toBeNull();
  watch();
  expect(await untilTold('part_away')).toMatchObject({ subject: 'store', severity: 'critical' });
});

test('a worker that is gone without a word is told, one that ended in order is not', async () => {
  receiver = await startAlarmReceiver();
  await watch({ worker: 'in-order' }).close();
  await tasks.watch.sign({ id: 'gone', worker: 'gone' }, 1);
  watch({ thresholds: { workerSilentMs: 1 } });
  const lost = await untilTold('worker_lost');
  expect(lost).toMatchObject({ subject: 'fleet', count: 1, details: { worker: 'gone' } });
  expect(await tasks.watch.silentWorkers(0)).toEqual([]);
});

test(
  'a store that is away, a job that waits and a type that fails are each told',
  async () => {
    receiver = await startAlarmReceiver();
    const fields = { language: 'en', timeZone: 'UTC', format: 'xlsx', fileName: null } as const;
    await tasks.register({ kind: 'export', type: 'slow', owner: 'bob', params: {}, ...fields });
    await queue.admit('bob');
    await fail('ann');
    const ask = async (part: Part) => {
      if (part === 'store') throw new Error('connect ECONNREFUSED');
    };
    const thresholds = { partAwayMs: 1, queueDelayMs: 1, failureMin: 1 };
    watch({ ask, thresholds });
    await tasks.watch.sample(new Map(), HOUR_MS);
    expect(await untilTold('part_away')).toMatchObject({
      subject: 'store',
      details: { reason: 'connect ECONNREFUSED' },
    });
    expect(await untilTold('queue_delay')).toMatchObject({ subject: 'export' });
    expect(await untilTold('failure_ratio')).toMatchObject({
      subject: 'export:orders',
      details: { ended: 1, failed: 1 },
    });
  },
  WAIT_MS,
);

const REDIS_TEST_MS = 2 * WAIT_MS;

test(
  'Redis away is told by each process, once, under one id, and so is its return',
  async () => {
    receiver = await startAlarmReceiver();
    for (let i = 0; i < 2; i++) watch({ thresholds: { partAwayMs: 1, windowMs: 1_000 } });
    await waitUntil(
      async () => (await tasks.watch.sign({ id: 'x', worker: null }, 1)).isWatcher === false,
      {
        what: 'a watcher',
      },
    );
    signalRedis('SIGSTOP');
    await waitUntil(() => told('part_away').length === 2, {
      what: 'both',
      timeoutMs: WAIT_MS,
    }).finally(() => signalRedis('SIGCONT'));
    await waitUntil(() => told('part_away', 'resolved').length === 2, {
      what: 'the return',
      timeoutMs: WAIT_MS,
    });
    expect(receiver.taken).toHaveLength(4);
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBeLessThan(3);
  },
  REDIS_TEST_MS,
);
