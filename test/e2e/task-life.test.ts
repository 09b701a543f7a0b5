/** What happens to a task when time runs out, workers die, or Redis goes away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, type SystemOptions, startSystem } from '../support/system.js';

let system: System;
const start = async (options: Omit<SystemOptions, 'databaseUrl'>) => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), ...options });
};
afterEach(() => system?.stop());

describe('the 30-minute rule, with a life of 1.5 s', () => {
  test('the run is stopped, the slot is free, the ledger says expired, and a late write changes nothing', {
    timeout: 90_000,
  }, async () => {
    await start({ workers: 1, env: { TASK_TTL_MS: '1500', SHOP_ORDERS: '300000' } });
    const { body } = await system.registerExport({ type: 'orders', params: {} });
    const [worker] = system.workers;
    await waitUntil(async () => (await system.status({ taskId: body.taskId })).phase !== 'queued', {
      what: 'the run',
    });
    worker?.signal('SIGSTOP');
    await waitUntil(
      async () => (await system.status({ taskId: body.taskId })).phase === 'expired',
      { what: 'the expiry' },
    );
    expect(await system.status({ type: 'orders' })).toMatchObject({ status: 0 });
    expect(await system.status({ taskId: body.taskId })).toMatchObject({
      status: 2,
      state: false,
      url: null,
    });
    const again = await system.registerExport({ type: 'orders', params: { limit: 1 } });
    expect(again.status).toBe(202);

    worker?.signal('SIGCONT');
    await waitUntil(async () => (await system.record(body.taskId)).phase === 'expired', {
      what: 'the ledger',
    });
    await sleep(1_000); // long enough for the stopped worker to try its late write
    const record = await system.record(body.taskId);
    expect(record).toMatchObject({ phase: 'expired', result: null });
    const { total, succeeded, failed, unprocessed } = record.counts;
    if (total !== null) expect(succeeded + failed + (unprocessed ?? 0)).toBe(total);
  });
});

test('a worker that is told to stop hands its run to another within seconds, and no attempt is lost', {
  timeout: 90_000,
}, async () => {
  await start({ workers: 1, env: { SHOP_ORDERS: '300000' } });
  const { body } = await system.registerExport({ type: 'orders', params: {} });
  await waitUntil(
    async () => ((await system.status({ taskId: body.taskId })).progress?.done ?? 0) > 0,
    { what: 'progress' },
  );
  await system.startWorker();
  await system.workers[0]?.stop();
  const done = await system.finished(body.taskId);
  expect(done).toMatchObject({ phase: 'succeeded', counts: { succeeded: 300_000 } });
});

test('Redis away: 503 with Retry-After within 2 s, and everything goes on when it is back', async () => {
  await start({ workers: 1 });
  system.signalRedis('SIGSTOP');
  const began = performance.now();
  const answer = await system.registerExport({ type: 'orders', params: {} });
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(answer).toMatchObject({ status: 503, body: { code: 'redis_unavailable' } });
  expect(answer.headers.get('retry-after')).not.toBeNull();
  system.signalRedis('SIGCONT');
  const { taskId } = await waitUntil(
    async () => {
      const { status, body } = await system.registerExport({
        type: 'orders',
        params: { limit: 5 },
      });
      return status < 500 ? body : null;
    },
    { what: 'Redis to be back', timeoutMs: 20_000 },
  );
  expect(await system.finished(taskId)).toMatchObject({ state: true });
});

const KILLS = 10;

describe('kill -9 at random moments', () => {
  test('an export ends once, with counts and workbook as in an undisturbed run', {
    timeout: 300_000,
  }, async () => {
    await start({ workers: 2, env: { SHOP_ORDERS: '60000', TASK_MAX_ATTEMPTS: '20' } });
    await Promise.all(
      Array.from({ length: KILLS }, async (_, i) => {
        const owner = `export-${i}`;
        const { body } = await system.registerExport({ type: 'orders', params: {} }, { owner });
        return { owner, taskId: body.taskId };
      }),
    ).then(async (tasks) => {
      await killWorkers();
      const workbooks = new Set<string>();
      for (const { owner, taskId } of tasks) {
        const done = await system.finished(taskId, { owner, timeoutMs: 200_000 });
        expect(done).toMatchObject({
          phase: 'succeeded',
          counts: { total: 60_000, succeeded: 60_000, failed: 0, unprocessed: 0 },
        });
        workbooks.add(
          Buffer.from(await (await fetch(system.url + done.url)).arrayBuffer()).toString('base64'),
        );
      }
      expect(workbooks.size).toBe(1);
    });
  });

  test('an import ends once, each row saved once or reported once', {
    timeout: 300_000,
  }, async () => {
    await start({ workers: 2, env: { TASK_MAX_ATTEMPTS: '20' } });
    const header = [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ];
    const date = new Date(Date.UTC(2026, 0, 31, 12));
    const rowsOf = (task: number) =>
      Array.from({ length: 4_000 }, (_, i) => [
        `T${task}-${i}`,
        'S',
        'some thing',
        i % 10 === 0 ? -1 : 1,
        date,
        2.5,
        17_850,
        'France',
      ]);
    const tasks: { owner: string; taskId: string }[] = [];
    for (let i = 0; i < KILLS; i++) {
      const owner = `import-${i}`;
      const { body } = await system.registerImport(
        'retail',
        { name: 'a.xlsx', bytes: await makeWorkbook([header, ...rowsOf(i)]) },
        { owner },
      );
      tasks.push({ owner, taskId: body.taskId });
    }
    await killWorkers();
    for (const { owner, taskId } of tasks) {
      const done = await system.finished(taskId, { owner, timeoutMs: 200_000 });
      expect(done).toMatchObject({
        phase: 'partial',
        counts: { total: 4_000, succeeded: 3_600, failed: 400, unprocessed: 0 },
      });
      const issues = await readWorkbook(
        new Uint8Array(await (await fetch(system.url + done.issuesUrl)).arrayBuffer()),
      );
      expect(new Set(issues.rows.slice(1).map((row) => row[0])).size).toBe(400);
    }
    const owner = 'reader';
    const { body } = await system.registerExport({ type: 'retail' }, { owner });
    const saved = await readWorkbook(
      new Uint8Array(
        await (
          await fetch(system.url + (await system.finished(body.taskId, { owner })).url)
        ).arrayBuffer(),
      ),
    );
    const invoices = saved.rows.slice(1).map((row) => String(row[0]));
    expect(invoices).toHaveLength(KILLS * 3_600);
    expect(new Set(invoices).size).toBe(KILLS * 3_600);
  });
});

/** Kills one worker after another at random moments of their runs; each is replaced at once. */
async function killWorkers(): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(100 + Math.random() * 700);
    const victim = system.workers.shift();
    victim?.signal('SIGKILL');
    await victim?.exited;
    await system.startWorker();
  }
}
