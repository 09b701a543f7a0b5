/** A batch with a window of the day, on real PostgreSQL and Redis. */
import { type DayWindow, defineBatch } from '@longshore/executors';
import type { Task } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import { runHelper } from './run-helper.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPEN: DayWindow = { fromMs: 0, toMs: DAY_MS };
/** An hour that begins in two hours. */
const closed = (): DayWindow => {
  const fromMs = (Date.now() + 2 * HOUR_MS) % DAY_MS;
  return { fromMs, toMs: (fromMs + HOUR_MS) % DAY_MS };
};

/** That of the moment: the tests open and close it while a run looks at it. */
const window = { ...OPEN };
const open = () => Object.assign(window, OPEN);
const close = () => Object.assign(window, closed());
let onRecord: (id: number) => void = () => {};
const nightly = defineBatch({
  type: 'nightly',
  title: { en: 'Nightly', zh: '夜间' },
  row: z.object({ id: z.int() }),
  source: { table: 'bills', key: 'id', state: 'state' },
  pageRows: 5,
  parallel: 2,
  maxAttempts: 1,
  window: { from: '22:00', to: '06:00' },
  each: ({ id }) => onRecord(id),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([{ ...nightly, window }]);
  await services.database.query(
    'CREATE TABLE bills (id bigint PRIMARY KEY, state smallint NOT NULL DEFAULT 0)',
  );
});
afterAll(() => services?.close());
beforeEach(async () => {
  open();
  onRecord = () => {};
  await services.database.query('TRUNCATE bills');
  await services.database.query('INSERT INTO bills SELECT n FROM generate_series(1, 40) AS n');
});

const register = () =>
  services.register({ kind: 'batch', type: 'nightly', params: {}, batchNo: null, only: null });
const run = ({ taskId }: Task) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
const recordOf = async ({ taskId }: Task) => {
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('no record');
  return record;
};

test('its options are read as times of the day, and refused where they are none', () => {
  expect(nightly.window).toEqual({ fromMs: 22 * HOUR_MS, toMs: 6 * HOUR_MS });
  const define = (from: string, to: string) => () =>
    defineBatch({
      type: 'nightly',
      title: { en: 'Nightly', zh: '夜间' },
      row: z.object({ id: z.int() }),
      source: { table: 'bills', key: 'id', state: 'state' },
      window: { from, to },
      each: () => undefined,
    });
  expect(define('24:00', '06:00')).toThrow(/time of the day/);
  expect(define('06:00', '06:00')).toThrow(/leave it out/);
});

test('outside of its window a batch waits without a worker, and no attempt is spent', async () => {
  close();
  const task = await register();
  const verdict = await run(task);
  expect(verdict).toEqual({ retryInMs: expect.any(Number) });
  const waiting = await recordOf(task);
  const inMs = (waiting.waitsUntil ?? 0) - (await services.tasks.nowMs());
  expect(inMs).toBeGreaterThan(2 * HOUR_MS - 60_000);
  expect(inMs).toBeLessThanOrEqual(2 * HOUR_MS);
  expect(waiting).toMatchObject({
    phase: 'queued',
    expiresAt: (waiting.waitsUntil ?? 0) + task.ttlMs,
    attempts: [{ outcome: 'handed-back' }],
  });
  open();
  expect(await run(task)).toBe('done'); // although one attempt is all it has
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 40 } });
});

test('a batch that waits can be paused, resumed and cancelled', async () => {
  close();
  const task = await register();
  await run(task);
  expect(await services.tasks.pause(task.taskId)).toBe(true);
  expect(await recordOf(task)).toMatchObject({ phase: 'paused' });
  expect(await services.tasks.resume(task.taskId)).toMatchObject({
    phase: 'queued',
    waitsUntil: null,
  });
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await services.tasks.cancel(task.taskId)).toBe(true);
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'cancelled' });
});

test('a window that closes ends a run after its page, and the run goes on when it opens', async () => {
  const seen: number[] = [];
  onRecord = (id) => {
    seen.push(id);
    if (id === 7) close();
  };
  const task = await register();
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await recordOf(task)).toMatchObject({
    phase: 'queued',
    counts: { total: 40, succeeded: 10, unprocessed: 30 },
  });
  const help = () =>
    runHelper({ taskId: task.taskId, lane: 1, signal: new AbortController().signal }, services);
  expect(await help()).toBe('done');
  expect(seen).toHaveLength(10);
  open();
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 40 } });
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});
