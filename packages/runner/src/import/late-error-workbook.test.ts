import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { defineImport } from '@longshore/executors';
import {
  AttemptStop,
  importLog,
  type Task,
  type TaskRecord,
  taskErrorSentence,
} from '@longshore/tasks';
import { bytesSource, type Cell, readBook, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import { settleExpired } from '../sweepers/start-sweepers.js';

const ROWS_A_CHUNK = 10;
/** Set by each test: what happens in `save` of the fourth chunk. */
let atFourthChunk: (signal: AbortSignal) => Promise<void> = async () => {};

const parts = defineImport({
  type: 'parts',
  title: { en: 'Parts', zh: '零件' },
  row: z.object({ name: z.string(), count: z.int().min(1) }),
  chunkRows: ROWS_A_CHUNK,
  save: async (rows, { signal }) => {
    if (rows.some(({ number }) => number > 3 * ROWS_A_CHUNK + 1)) await atFourthChunk(signal);
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([parts]);
});
afterAll(() => services?.close());

/** 100 rows; every tenth fails, the first of them in row 2. */
async function anImport(limits: { ttlMs?: number } = {}): Promise<Task> {
  const rows = Array.from({ length: 100 }, (_, i): Cell[] => [`part ${i}`, i % 10 === 0 ? 0 : 1]);
  const columns = [{ header: 'name' }, { header: 'count' }];
  const key = `uploads/${crypto.randomUUID()}/original`;
  const { sizeBytes } = await services.store.put(
    key,
    Readable.from([await buffer(writeXlsx([{ name: 'S', columns, rows: [rows] }]))]),
  );
  return services.register({
    kind: 'import',
    type: 'parts',
    ...limits,
    options: {},
    upload: { key, name: 'parts.xlsx', sizeBytes },
  });
}

const never = new AbortController().signal;
const run = ({ taskId }: Task, signal = never) =>
  runAttempt({ taskId, worker: 'test', signal }, services);

/** What of the task is told, once it ended: three chunks were saved, and the rest not reached. */
async function expectThreeChunks({ taskId }: Task, phase: string): Promise<void> {
  const record = await services.tasks.record(taskId);
  expect(record).toMatchObject({
    phase,
    counts: { total: 100, succeeded: 27, failed: 3, unprocessed: 70 },
    issues: { name: 'parts (errors).xlsx' },
    result: null,
  });
  const rows = await firstSheet(record?.issues?.key ?? '');
  const ID = expect.stringMatching(/^R1-\d+-/);
  expect(rows).toEqual([
    ['name', 'count', 'Row in upload', 'Reasons', 'Row id (keep)'],
    ['part 0', 0, 'Row 2', 'count: must be >= 1', ID],
    ['part 10', 0, 'Row 12', 'count: must be >= 1', ID],
    ['part 20', 0, 'Row 22', 'count: must be >= 1', ID],
  ]);
  await expectSummary(record, phase);
}

/** The summary tells what was saved, what was not, and why the import ended. */
async function expectSummary(record: TaskRecord | null, phase: string): Promise<void> {
  if (record?.kind !== 'import') throw new Error('no import');
  const items = new Map(
    (await firstSheet(importLog(record, 'summary').key)).map(([item, value]) => [item, value]),
  );
  const figures = ['Rows', 'Saved', 'Failed', 'Not reached'].map((item) => items.get(item));
  expect(figures).toEqual([100, 27, 3, 70]);
  const why = record.error === null ? '' : taskErrorSentence(record.error, 'en');
  const told = { failed: why, cancelled: 'Cancelled.' }[phase];
  expect(items.get('Outcome')).toBe(told ?? 'Expired: its time is over; start it again.');
  expect(items.get('End')).toEqual(new Date(record.finishedAt ?? 0));
}

async function firstSheet(key: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const { sheets } = await readBook(bytesSource(await buffer(await services.store.read(key))));
  for await (const batch of sheets[0]?.rows() ?? []) rows.push(...batch.rows.map((r) => [...r]));
  return rows;
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test('a cancelled import has an error workbook of the rows that failed until then', async () => {
  const task = await anImport();
  atFourthChunk = async (signal) => {
    await services.tasks.cancel(task.taskId);
    await untilAborted(signal);
  };
  await run(task);
  await expectThreeChunks(task, 'cancelled');
});

test('an import that was cleared while it ran keeps its error workbook in the ledger', async () => {
  const task = await anImport();
  atFourthChunk = async (signal) => {
    await services.tasks.clear(task.taskId);
    await untilAborted(signal);
  };
  await run(task);
  await expectThreeChunks(task, 'cancelled');
});

test('an import that failed has an error workbook when the page is told of the failure', async () => {
  const task = await anImport();
  atFourthChunk = async () => {
    throw new Error('a bug of the business');
  };
  const seen: unknown[] = [];
  const settle = services.tasks.settle;
  const told = {
    ...services.tasks,
    settle: (...args: Parameters<typeof settle>) => {
      seen.push(args[1].issues?.name);
      return settle(...args);
    },
  };
  await runAttempt(
    { taskId: task.taskId, worker: 'test', signal: never },
    { ...services, tasks: told },
  );
  expect(seen).toEqual(['parts (errors).xlsx']);
  await expectThreeChunks(task, 'failed');
});

test('an import whose attempts are used up has one, with the error of each attempt', async () => {
  const task = await anImport();
  atFourthChunk = async () => {
    // the database answers, so that each of them counts
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  };
  for (const _attempt of [1, 2])
    expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await run(task)).toBe('done');
  await expectThreeChunks(task, 'failed');
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    error: { code: 'attempts_exhausted' },
    attempts: [1, 2, 3].map(() => ({ error: { code: 'database_unavailable' } })),
  });
});

/** Leaves a task as a worker does that dies in its fourth chunk. */
async function leaveRunning(task: Task): Promise<void> {
  const stop = new AbortController();
  atFourthChunk = async (signal) => {
    stop.abort(new AttemptStop('lock-lost'));
    await untilAborted(signal);
  };
  await run(task, stop.signal);
  await services.tasks.claim(task.taskId, 'a worker that dies');
}

test('an import that died with its workers has one', async () => {
  const task = await anImport();
  await leaveRunning(task);
  for (const _attempt of [2, 3]) await services.tasks.claim(task.taskId, 'another that dies');
  expect(await run(task)).toBe('done');
  await expectThreeChunks(task, 'failed');
});

test('an import that was cancelled while no worker ran it gets one from the next job', async () => {
  const task = await anImport();
  await leaveRunning(task);
  await services.tasks.cancel(task.taskId);
  expect(await run(task)).toBe('done');
  await expectThreeChunks(task, 'cancelled');
  // the job may come twice
  await run(task);
  expect((await services.storedKeys()).filter((key) => key.includes(task.taskId))).toHaveLength(2);
});

test('an expired import gets one from the janitors, however many clean up after it', async () => {
  const task = await anImport({ ttlMs: 3_000 });
  await leaveRunning(task);
  const expired = await vi.waitFor(
    async () => {
      const record = await services.tasks.expire(task.taskId);
      if (record === null) throw new Error('its deadline has not passed');
      return record;
    },
    { timeout: 20_000 },
  );
  await Promise.all([1, 2, 3].map(() => settleExpired(expired, services)));
  await expectThreeChunks(task, 'expired');
  expect((await services.storedKeys()).filter((key) => key.includes(task.taskId))).toHaveLength(2);
});

test('an import that is run again after a cancel goes on, and reports all its failed rows', async () => {
  const task = await anImport();
  await leaveRunning(task);
  await services.tasks.cancel(task.taskId);
  await run(task);
  atFourthChunk = async () => {};
  await services.tasks.repeat(task.taskId);
  await run(task);
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'partial',
    counts: { total: 100, succeeded: 90, failed: 10, unprocessed: 0 },
  });
});
