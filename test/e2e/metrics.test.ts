/**
 * What an operator's Prometheus sees of API and worker, while Redis is there and while it is away.
 */
import { freePort } from '@longshore/infra';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

let system: System;
let worker: string;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 0,
    env: { SHOP_ORDERS: '10' },
  });
  const port = await freePort();
  await system.startWorker({ METRICS_PORT: String(port) });
  worker = `http://127.0.0.1:${port}`;
});
afterAll(() => system?.stop());

const scrape = async (address: string) => (await fetch(`${address}/metrics`)).text();

test('API and worker tell of calls, queues and runs', async () => {
  const { body } = await system.registerExport({ type: 'orders' });
  await system.finished(body.taskId);
  const told = await scrape(system.url);
  expect(told).toContain('\nlongshore_redis_up 1\n');
  expect(told).toContain('longshore_queue_jobs{kind="export",state="waiting"} 0');
  expect(told).toContain(
    'longshore_registrations_total{kind="export",type="orders",result="registered"} 1',
  );
  await expect
    .poll(() => scrape(worker))
    .toContain('longshore_run_seconds_count{kind="export",verdict="done"} 1');
  expect(await scrape(worker)).toContain('longshore_runs{kind="export"} 0');
});

test('the records of a batch are counted by the worker, and by type and day for operators', async () => {
  const { taskId } = await system.client().registerBatchTask({ type: 'settle-orders' });
  const { counts } = await system.finished(taskId ?? '');
  const told = await scrape(worker);
  expect(told).toContain(
    `longshore_batch_records_total{type="settle-orders",outcome="success"} ${counts?.succeeded}`,
  );
  expect(told).toMatch(/longshore_batch_page_seconds_count\{type="settle-orders"\} [1-9]/);
  const path = '/api/batches/settle-orders/statistics';
  const asked = { owner: 'boss', headers: { 'x-role': 'operator' } };
  expect(await system.call(`${path}?days=7`, asked)).toMatchObject({
    status: 200,
    body: {
      type: 'settle-orders',
      days: [{ records: 10, succeeded: counts?.succeeded, failed: expect.any(Number) }],
    },
  });
  expect(await system.call(path, { owner: 'clerk' })).toMatchObject({ status: 403 });
  expect(await system.call(`${path}?days=0`, asked)).toMatchObject({ status: 422 });
  expect(await system.call('/api/batches/nothing/statistics', asked)).toMatchObject({
    status: 404,
  });
});

test('a worker is known to be alive, and has no other address', async () => {
  expect(await (await fetch(`${worker}/healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(`${worker}/`)).status).toBe(404);
});

test('without Redis both go on telling, say so, and leave out what they cannot know', async () => {
  system.signalRedis('SIGSTOP');
  try {
    const [api, ofWorker] = await Promise.all([scrape(system.url), scrape(worker)]);
    for (const told of [api, ofWorker]) expect(told).toContain('\nlongshore_redis_up 0\n');
    expect(api).toContain('longshore_http_seconds_count');
    expect(api).not.toContain('longshore_queue_jobs{');
  } finally {
    system.signalRedis('SIGCONT');
  }
  await expect
    .poll(() => scrape(system.url), { timeout: 20_000 })
    .toContain('\nlongshore_redis_up 1\n');
});
