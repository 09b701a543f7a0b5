/** Processes whose time of day is wrong: deadlines are judged by the clock of Redis. */
import { shiftedClock, waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { type System, startSystem } from '../support/system.js';
import { taskCalls } from '../support/task-calls.js';

const HOUR_S = 3_600;
const BUSINESS = builtBusiness('unreliable-business');
const ahead = await shiftedClock({ seconds: HOUR_S, say: console.warn });

test.runIf(ahead === null)('is left out: libfaketime cannot be had on this machine', () => {
  console.warn('SKIPPED: libfaketime cannot be had on this machine');
});

describe.skipIf(ahead === null)('an hour ahead', () => {
  let system: System;
  beforeAll(async () => {
    const env = { BUSINESS };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 0, env });
  });
  afterAll(() => system?.stop());

  const delayedJobs = async () => {
    const metrics = await (await fetch(`${system.url}/metrics`)).text();
    return /^longshore_queue_jobs\{kind="export",state="delayed"\} (\d+)$/m.exec(metrics)?.[1];
  };

  test('a worker that dies delays the retry of its task by no more than its backoff', async () => {
    const dead = await system.startWorker({ ...ahead });
    const params = { fault: 'system', times: 2 };
    const { body } = await system.registerExport({ type: 'faulty', params });
    await waitUntil(async () => (await delayedJobs()) === '1', {
      what: 'the first attempt to fail',
    });
    dead.signal('SIGKILL');
    await system.startWorker();
    expect(await system.finished(body.taskId, { timeoutMs: 20_000 })).toMatchObject({
      phase: 'succeeded',
      attempt: 2,
    });
  });

  test('an API serves the files of every other, and every other its own', async () => {
    const api = await system.startApi({ ...ahead });
    const page = await fetch(api.url);
    expect(Date.parse(page.headers.get('date') ?? '')).toBeGreaterThan(
      Date.now() + (HOUR_S - 60) * 1_000,
    );
    for (const { url } of [system, api]) {
      const owner = `asks ${url}`;
      const calls = taskCalls(url);
      const { body } = await calls.registerExport(
        { type: 'faulty', params: { fault: 'none' } },
        { owner },
      );
      const file = (await calls.finished(body.taskId, { owner })).url ?? '';
      expect((await fetch(system.url + file)).status).toBe(200);
      expect((await fetch(api.url + file)).status).toBe(200);
    }
  });
});
