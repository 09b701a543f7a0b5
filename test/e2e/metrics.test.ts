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
