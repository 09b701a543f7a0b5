/**
 * A part that is away for a while costs no task an attempt, and stops the workers, not the tasks.
 * Each task here has one attempt only.
 */
import { freePort, waitUntil } from '@longshore/infra';
import { freshDatabase } from '@longshore/postgres/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';
import { startTcpGate, type TcpGate } from '../support/tcp-gate.js';

const BUSINESS = builtBusiness('unreliable-business');
const TASKS = 12;

interface Guarded {
  readonly system: System;
  readonly worker: string;
  readonly database: TcpGate;
  /** Null where no S3 server can be had. */
  readonly store: TcpGate | null;
  stop(): Promise<void>;
}

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded();
});
afterAll(() => guarded?.stop());

/** A system that reaches its database and its store through gates. */
async function startGuarded(): Promise<Guarded> {
  const fresh = await freshDatabase(inject('databaseUrl'));
  const database = await startTcpGate(fresh.url);
  const s3 = inject('s3');
  const store = s3 === null ? null : await startTcpGate(s3.endpoint);
  const port = await freePort();
  const system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: {
      BUSINESS,
      DATABASE_URL: database.url,
      TASK_MAX_ATTEMPTS: '1',
      METRICS_PORT: String(port),
      ...(s3 === null || store === null
        ? {}
        : {
            S3_ENDPOINT: store.url,
            S3_REGION: s3.region,
            S3_ACCESS_KEY: s3.accessKey,
            S3_SECRET_KEY: s3.secretKey,
            S3_BUCKET: `outages-${port}`,
          }),
    },
  });
  return {
    system,
    worker: `http://127.0.0.1:${port}`,
    database,
    store,
    stop: async () => {
      await system.stop();
      await Promise.all([database.shut(), store?.shut()]);
      await fresh.drop();
    },
  };
}

const readiness = async (address: string) => {
  const answer = await fetch(`${address}/readyz`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const metric = async (part: string) =>
  (await (await fetch(`${guarded.worker}/metrics`)).text())
    .split('\n')
    .find((line) => line.startsWith(`longshore_part_away{part="${part}"}`));
const isReady = (address: string, what: string) =>
  waitUntil(async () => (await readiness(address)).status === 200, {
    what: `${what} to be ready again`,
  });
const worksAgain = () => isReady(guarded.worker, 'the worker');

async function registerMany(name: string): Promise<{ taskId: string; owner: string }[]> {
  return Promise.all(
    Array.from({ length: TASKS }, async (_, i) => {
      const owner = `${name}-${i}`;
      const { body } = await guarded.system.registerExport(
        { type: 'faulty', params: { fault: 'none' } },
        { owner },
      );
      return { taskId: body.taskId, owner };
    }),
  );
}

/** What holds while a part is away, and after it came back. */
async function expectOutageIsWaitedOut(part: 'database' | 'store', gate: TcpGate): Promise<void> {
  const { system, worker } = guarded;
  await worksAgain();
  const before = await registerMany(`${part}-before`);
  await gate.shut();
  const during = await registerMany(`${part}-during`);
  await waitUntil(async () => (await metric(part))?.endsWith(' 1'), {
    what: 'the worker to see it',
  });
  expect(await readiness(worker)).toMatchObject({ status: 503, body: { [part]: false } });
  expect(await readiness(system.url)).toMatchObject({ status: 503, body: { [part]: false } });
  const records = await Promise.all(
    during.map(({ taskId, owner }) => system.record(taskId, { owner })),
  );
  const attempts = records.reduce((sum, { attempt }) => sum + attempt, 0);
  expect(attempts).toBeLessThan(TASKS);
  expect(new Set(records.map(({ phase }) => phase)).has('failed')).toBe(false);

  await gate.open();
  for (const { taskId, owner } of [...before, ...during])
    expect(await system.finished(taskId, { owner })).toMatchObject({ phase: 'succeeded' });
  await worksAgain();
  expect(await metric(part)).toContain(' 0');
  const told = system.workers[0]?.lines.filter(({ msg }) => msg?.includes(`${part} is away`));
  expect(told).toHaveLength(1);
}

describe('an outage', () => {
  test('of the database fails no task, and the worker takes none until it is back', () =>
    expectOutageIsWaitedOut('database', guarded.database));

  test('of the store fails no task, and the worker takes none until it is back', async ({
    skip,
  }) => {
    if (guarded.store === null) return skip();
    await expectOutageIsWaitedOut('store', guarded.store);
  });

  test('of Redis is seen by a run, and costs the run no attempt and no row', async () => {
    const { system } = guarded;
    await worksAgain();
    const owner = 'redis';
    const keys = Array.from({ length: 1_500 }, (_, i) => [`redis-${i}`]);
    const file = { name: 'keys.xlsx', bytes: await makeWorkbook([['key'], ...keys]) };
    const { taskId } = (await system.registerImport('fragile', file, { owner })).body;
    await waitUntil(async () => (await system.status({ taskId }, { owner })).counts?.succeeded, {
      what: 'the first rows',
    });
    system.signalRedis('SIGSTOP');
    try {
      await waitUntil(async () => (await metric('redis'))?.endsWith(' 1'), {
        what: 'the worker to see it',
      });
    } finally {
      system.signalRedis('SIGCONT');
    }
    await isReady(system.url, 'the API');
    expect(await system.finished(taskId, { owner })).toMatchObject({
      phase: 'succeeded',
      counts: { total: 1_500, succeeded: 1_500 },
    });
    await worksAgain();
  }, 90_000);

  test('of one connection, which the server ended, costs no attempt', async () => {
    await worksAgain();
    const owner = 'terminated';
    const { body } = await guarded.system.registerExport(
      { type: 'faulty', params: { fault: 'terminated', times: 3 } },
      { owner },
    );
    expect(await guarded.system.finished(body.taskId, { owner })).toMatchObject({
      phase: 'succeeded',
      attempt: 3,
    });
    expect(await metric('database')).toContain(' 0');
  });
});

test('the fault of one task, though it looks like an outage, stops nobody', async () => {
  const { system, worker } = guarded;
  await worksAgain();
  const { body } = await system.registerExport(
    { type: 'faulty', params: { fault: 'system' } },
    { owner: 'alone' },
  );
  expect(await system.finished(body.taskId, { owner: 'alone' })).toMatchObject({
    phase: 'failed',
    attempt: 1,
  });
  expect(await metric('database')).toContain(' 0');
  expect(await readiness(worker)).toMatchObject({ status: 200, body: { database: true } });
});
