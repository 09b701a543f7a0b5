/** What `/readyz` says while Redis answers but cannot be worked with. */

import { waitUntil } from '@longshore/infra';
import { connectRedis, type RedisClient } from '@longshore/tasks';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

let system: System;
let redis: RedisClient;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 0 });
  redis = await connectRedis(system.env.REDIS_URL ?? '', { role: 'api' });
});
afterAll(async () => {
  redis?.disconnect();
  await system?.stop();
});

const readiness = () => system.call<Record<string, unknown>>('/readyz');
const set = (name: string, value: string) => redis.call('CONFIG', 'SET', name, value);

test('is 503 while Redis is out of memory, and 200 again when there is room', async () => {
  expect(await readiness()).toMatchObject({ status: 200, body: { redis: true, warnings: [] } });
  await set('maxmemory', '1');
  await waitUntil(async () => (await readiness()).status === 503, { what: 'the API to say so' });
  expect((await readiness()).body).toMatchObject({ status: 'not ready', redis: false });
  expect(await system.registerExport({ type: 'orders' })).toMatchObject({
    status: 503,
    body: { code: 'redis_unavailable' },
  });
  await set('maxmemory', '0');
  await waitUntil(async () => (await readiness()).status === 200, { what: 'the API to be ready' });
  expect((await system.registerExport({ type: 'orders' })).status).toBe(202);
});

test('tells an eviction policy that drops tasks, as does the log of each start', async () => {
  await set('maxmemory-policy', 'allkeys-lru');
  expect(await readiness()).toMatchObject({
    status: 200,
    body: { warnings: ['Redis: maxmemory-policy is allkeys-lru, not noeviction'] },
  });
  const { process: api } = await system.startApi();
  const worker = await system.startWorker();
  for (const { lines } of [api, worker])
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 50,
        maxmemoryPolicy: 'allkeys-lru',
        msg: expect.stringContaining('set its maxmemory-policy to noeviction'),
      }),
    );
});
