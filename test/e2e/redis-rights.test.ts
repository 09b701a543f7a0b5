/**
 * The rights in Redis that the documents call enough, and what happens when one of them is missing.
 */
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningRedis, startRedis, waitUntil } from '@longshore/infra';
import { connectRedis, type RedisClient } from '@longshore/tasks';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { documentedAcl } from '../support/documented-acl.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('unreliable-business');
const USER = 'longshore';

let dir: string;
let redis: RunningRedis;
let admin: RedisClient;
let system: System;
let worker: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'longshore-acl-'));
  redis = await startRedis({ dir, env: { PATH: process.env.PATH } });
  admin = await connectRedis(redis.url, { role: 'worker' });
  await setRights('on', '>secret', ...documentedAcl());
  const port = await freePort();
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: {
      BUSINESS,
      REDIS_URL: redis.url.replace('://', `://${USER}:secret@`),
      METRICS_PORT: String(port),
      TASK_MAX_ATTEMPTS: '5',
      GRACE_MS: '0',
      ALARM_WINDOW_MS: '1000',
    },
  });
  worker = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await system?.stop();
  admin?.disconnect();
  await redis?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const setRights = (...rules: string[]) => admin.call('ACL', 'SETUSER', USER, ...rules);
const denied = async () => {
  const entries = (await admin.call('ACL', 'LOG')) as unknown[][];
  return entries.map((entry) => entry.map(String).join(' '));
};
const statusOf = async (address: string) => (await fetch(`${address}/readyz`)).status;
const register = async (owner: string, params: object = { fault: 'none' }, type = 'faulty') =>
  (await system.registerExport({ type, params }, { owner })).body.taskId;

test('the documented rights are enough for every way of a task', async () => {
  const waiting = await register('expires', {}, 'brief');
  expect(await system.finished(await register('plain'), { owner: 'plain' })).toMatchObject({
    phase: 'succeeded',
  });
  const retried = await register('retried', { fault: 'system', times: 2 });
  expect(await system.finished(retried, { owner: 'retried' })).toMatchObject({ attempt: 2 });

  const bytes = await makeWorkbook([
    ['key'],
    ...Array.from({ length: 3_000 }, (_, i) => [`k${i}`]),
  ]);
  const file = { name: 'keys.xlsx', bytes };
  const killed = (await system.registerImport('fragile', file, { owner: 'killed' })).body.taskId;
  await waitUntil(
    async () => (await system.status({ taskId: killed }, { owner: 'killed' })).counts?.succeeded,
    { what: 'rows of the import' },
  );
  const [first] = system.workers;
  first?.signal('SIGKILL');
  const second = await system.startWorker({ METRICS_PORT: String(await freePort()) });
  await waitUntil(
    async () =>
      (await system.status({ taskId: killed }, { owner: 'killed' })).attempt === 2 ||
      (await system.status({ taskId: killed }, { owner: 'killed' })).status === 2,
    { what: 'the import to be taken over' },
  );
  await Promise.all([second.stop(), system.startWorker({ METRICS_PORT: new URL(worker).port })]);
  expect(await system.finished(killed, { owner: 'killed' })).toMatchObject({ phase: 'succeeded' });

  const cancelled = await register('cancelled', { fault: 'terminated' });
  const call = (act: string) =>
    system.call(`/api/tasks/${cancelled}/${act}`, { owner: 'cancelled', method: 'POST' });
  expect(await call('cancel')).toMatchObject({ status: 200 });
  expect(await call('retry')).toMatchObject({ status: 202 });
  const clear = { owner: 'cancelled', json: { taskId: cancelled } };
  expect(await system.call('/api/clearTaskInfo', clear)).toMatchObject({ body: { state: true } });
  expect((await system.call('/api/tasks', { owner: 'plain' })).status).toBe(200);
  await waitUntil(
    async () => (await system.record(waiting, { owner: 'expires' })).phase === 'expired',
    { what: 'the deadline' },
  );
  await register('broken', { fault: 'program' });
  const operator = system.operator();
  await waitUntil(
    async () => (await operator.listAlarms()).recent.some(({ cause }) => cause === 'task_given_up'),
    { what: 'an alarm and its end' },
  );
  expect((await fetch(`${system.url}/metrics`)).status).toBe(200);
  expect(await denied()).toEqual([]);
}, 120_000);

test('they are enough for the desk, the audit log and the board of queues', async () => {
  const operator = { owner: 'olga', headers: { 'x-role': 'operator' } };
  for (const path of [
    '/api/overview',
    '/api/throughput',
    '/api/storage',
    '/api/audit',
    '/api/audit/export',
    '/api/tasks?owner=*&error=x',
    '/queues/api/queues',
    '/queues/api/queues?activeQueue=export&status=prioritized&page=1&jobsPerPage=10',
  ])
    expect([path, (await system.call(path, operator)).status]).toEqual([path, 200]);
  // the board asks who is connected, and shows no workers where it may not
  const others = (await denied()).filter((entry) => !entry.includes('client|list'));
  expect(others).toEqual([]);
});

/** Seconds of processor time that a process has used. */
const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const WINDOW_MS = 3_000;
/** A line for each of the loops that were denied something, and one for each pause that ends. */
const MOST_LINES = 15;

test.each(['zadd', 'evalsha', 'bzpopmin', 'rpoplpush'])(
  'a worker that may not use %s says so once, pauses, and is not ready',
  async (command) => {
    const process = system.workers.at(-1);
    if (process === undefined) throw new Error('unreachable: a worker was started');
    await waitUntil(async () => (await statusOf(worker)) === 200, { what: 'the worker' });
    // they come back after each pause, so that the worker has work while the right is missing
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        register(`denied-${command}-${i}`, { fault: 'terminated', times: 4 }),
      ),
    );
    await setRights(`-${command}`);
    try {
      await waitUntil(async () => (await statusOf(worker)) === 503, { what: 'not ready' });
      const [lines, seconds, from] = [
        process.lines.length,
        cpuSeconds(process.pid),
        performance.now(),
      ];
      await waitUntil(() => performance.now() - from > WINDOW_MS, { what: 'a while' });
      expect(process.lines.length - lines).toBeLessThan(MOST_LINES);
      expect(cpuSeconds(process.pid) - seconds).toBeLessThan(WINDOW_MS / 1_000 / 2);
      expect(await statusOf(worker)).toBe(503);
    } finally {
      await setRights(`+${command}`);
    }
    await waitUntil(async () => (await statusOf(worker)) === 200, { what: 'ready again' });
    const owner = `after-${command}`;
    await system.finished(await register(owner), { owner });
  },
  90_000,
);
