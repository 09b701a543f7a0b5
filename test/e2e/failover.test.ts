/** The master of Redis dies or hangs while exports run, and a Sentinel replaces it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSentinel, startRedisSentinel, waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

const ROWS = 300_000;
const OWNERS = ['ann', 'ben', 'eve'];
const FAILOVER_MS = 30_000;
const LONGEST_MS = 180_000;

describe.each([
  ['dies', 'SIGKILL'],
  ['hangs', 'SIGSTOP'],
] as const)('a master that %s', (_, signal) => {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-sentinel-'));
  let redis: RunningSentinel;
  let system: System;
  beforeAll(async () => {
    redis = await startRedisSentinel({ dir });
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      workers: 2,
      env: { REDIS_URL: redis.url, SHOP_ORDERS: String(ROWS) },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await redis?.stop();
    rmSync(dir, { recursive: true });
  });

  /** Resolves with the task's id once its export has begun. */
  async function startExport(owner: string): Promise<string> {
    const { taskId } = (await system.registerExport({ type: 'orders' }, { owner })).body;
    await waitUntil(async () => (await system.status({ taskId }, { owner })).phase === 'running', {
      what: `the export of ${owner} to begin`,
      timeoutMs: FAILOVER_MS,
    });
    return taskId;
  }

  test('loses no run, and the API serves again by itself', { timeout: LONGEST_MS }, async () => {
    const taskIds = await Promise.all(OWNERS.map(startExport));
    const before = await redis.masterPort();
    redis.signalMaster(signal);
    await waitUntil(async () => (await redis.masterPort()) !== before, {
      what: 'the failover',
      timeoutMs: FAILOVER_MS,
    });
    await waitUntil(async () => (await fetch(`${system.url}/readyz`)).ok, {
      what: 'the API to be ready again',
      timeoutMs: FAILOVER_MS,
    });
    for (const [i, owner] of OWNERS.entries()) {
      const taskId = taskIds[i] ?? '';
      expect(await system.finished(taskId, { owner })).toMatchObject({
        phase: 'succeeded',
        counts: { total: ROWS, succeeded: ROWS },
      });
      const { attempts } = await system.record(taskId, { owner });
      expect(attempts.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(1);
    }
  });
});
