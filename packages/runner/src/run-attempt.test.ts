/** The way of one attempt: settled, cancelled, handed back, overtaken. */
import { Readable } from 'node:stream';
import { ERROR_CODES } from '@longshore/contract';
import { defineImport } from '@longshore/executors';
import { AttemptStop, attemptFileKey, attemptPrefix, uploadKey } from '@longshore/tasks';
import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { never, slowExport, untilAborted } from '../test/slow-export.js';
import { runAttempt } from './run-attempt.js';

/** Set by each test: what happens after the first row of an import was read for saving. */
let afterFirstRow: () => Promise<void> = async () => {};
/** The runner reads a file three times: for its header, for its measure, and to save its rows. */
let reads = 0;
const slowImport = defineImport({
  type: 'things',
  title: { en: 'Things', zh: '物' },
  row: z.object({ name: z.string() }),
  chunkRows: 1,
  async *parse() {
    reads += 1;
    yield { rows: [['name'], ['a']], numbers: [1, 2] };
    if (reads % 3 === 0) await afterFirstRow();
    yield { rows: [['b'], ['c']], numbers: [3, 4] };
  },
  save: async (rows, { tx }) => {
    for (const { value } of rows) await tx.query('INSERT INTO saved VALUES ($1)', [value.name]);
  },
});
const slow = slowExport([slowImport]);
const { register: anExport, run, phaseOf, filesOf } = slow;

test('an attempt that succeeds is settled, with its file', async () => {
  slow.midway = async () => {};
  const task = await anExport();
  expect(await run(task)).toBe('done');
  expect(await slow.services.tasks.record(task.taskId)).toMatchObject({
    phase: 'succeeded',
    counts: { total: 2, succeeded: 2, failed: 0, unprocessed: 0 },
    result: { key: `${attemptPrefix({ taskId: task.taskId, attempt: 1 })}/result.csv` },
  });
  expect(await filesOf(task)).toHaveLength(1);
});

test('files that a worker left, which died after its outcome was taken, are removed', async () => {
  slow.midway = async () => {};
  const task = await anExport();
  const first = await slow.services.tasks.claim(task.taskId, 'died');
  expect(first.claimed).toBe(true);
  await run(task);
  const kept = await filesOf(task);
  const left = attemptFileKey({ taskId: task.taskId, attempt: 1 }, 'result.csv');
  await slow.services.store.put(left, Readable.from([Buffer.from('left')]));
  expect(await run(task)).toBe('done'); // its job, taken up again
  expect(await filesOf(task)).toEqual(kept);
});

test('a task that is cancelled stops its attempt, and no file is left', async () => {
  const task = await anExport();
  slow.midway = async (signal) => {
    await slow.services.tasks.cancel(task.taskId);
    await untilAborted(signal);
  };
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('cancelled');
  expect(await filesOf(task)).toEqual([]);
});

test('a shutdown hands the task back, and the attempt does not count', async () => {
  const task = await anExport();
  const shutdown = new AbortController();
  slow.midway = async (signal) => {
    shutdown.abort(new AttemptStop('shutdown'));
    await untilAborted(signal);
  };
  expect(await run(task, shutdown.signal)).toBe('handed-back');
  expect(await phaseOf(task)).toBe('queued');
  expect(await filesOf(task)).toEqual([]);
  slow.midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('succeeded');
});

test.each(['shutdown', 'lock-lost'] as const)(
  'attempts that end by %s never use up the attempts of a task',
  async (reason) => {
    const task = await anExport();
    for (const _attempt of [1, 2, 3, 4]) {
      const stop = new AbortController();
      slow.midway = async (signal) => {
        stop.abort(new AttemptStop(reason));
        signal.throwIfAborted();
      };
      expect(await run(task, stop.signal)).toBe('handed-back');
    }
    slow.midway = async () => {};
    expect(await run(task)).toBe('done');
    expect(await phaseOf(task)).toBe('succeeded');
  },
);

test('attempts that lose their job because their worker was blocked count, and the last says so', async () => {
  const task = await anExport();
  const blocked = async () => {
    const stop = new AbortController();
    slow.midway = async (signal) => {
      stop.abort(new AttemptStop('blocked'));
      signal.throwIfAborted();
    };
    return run(task, stop.signal);
  };
  for (const _attempt of [1, 2])
    expect(await blocked()).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await blocked()).toBe('done');
  const sentence = ERROR_CODES.worker_blocked.en;
  expect(await slow.services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', values: { reason: sentence } },
    attempts: Array(3).fill({ error: { code: 'worker_blocked' } }),
  });
});

test('a task that ended is not run again by a late job', async () => {
  slow.midway = async () => {};
  const task = await anExport();
  await run(task);
  const again = vi.fn();
  slow.midway = async () => again();
  expect(await run(task)).toBe('done');
  expect(again).not.toHaveBeenCalled();
  expect(await filesOf(task)).toHaveLength(1);
});

test('an attempt that succeeds removes the files of the attempts that died before it', async () => {
  slow.midway = async () => {};
  const task = await anExport();
  const { taskId } = task;
  await slow.services.tasks.claim(taskId, 'a worker that dies');
  const left = attemptFileKey({ taskId, attempt: 1 }, 'result.csv');
  await slow.services.store.put(left, Readable.from(['half a file']));
  expect(await run(task)).toBe('done');
  expect(await filesOf(task)).toEqual([attemptFileKey({ taskId, attempt: 2 }, 'result.csv')]);
});

test('an attempt tells its number once it is claimed', async () => {
  slow.midway = async () => {};
  const { taskId } = await anExport();
  const claimed: number[] = [];
  const onClaimed = ({ attempt }: { attempt: number }) => void claimed.push(attempt);
  await runAttempt({ taskId, worker: 'test', signal: never, onClaimed }, slow.services);
  expect(claimed).toEqual([1]);
});

test('the outcome of an older attempt is refused, and its files go with the last attempt', async () => {
  const task = await anExport();
  slow.midway = async () => void (await slow.services.tasks.claim(task.taskId, 'another worker'));
  expect(await run(task)).toBe('done');
  expect(await slow.services.tasks.find(task.taskId)).toMatchObject({
    phase: 'running',
    attempt: 2,
  });
  slow.midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await filesOf(task)).toEqual([attemptFileKey({ ...task, attempt: 3 }, 'result.csv')]);
});

test.each([
  ['is lost', [], 'lost'],
  ['does not count, because Redis was away', ['redis'], 'handed-back'],
] as const)('an attempt that a later one overtook %s', async (_what, away, outcome) => {
  for (const part of away) slow.services.away.add(part);
  const task = await anExport();
  slow.midway = async (signal) => {
    await slow.services.tasks.claim(task.taskId, 'another worker');
    await untilAborted(signal);
  };
  expect(await run(task)).toBe('done');
  slow.services.away.clear();
  expect((await slow.services.tasks.record(task.taskId))?.attempts[0]).toMatchObject({ outcome });
});

test('a chunk of an older attempt is refused by the database, and nothing of it is saved', async () => {
  const { database, store, tasks } = slow.services;
  await database.query('CREATE TABLE IF NOT EXISTS saved (name text)');
  const key = uploadKey(tasks.newTaskId('someone'));
  await store.put(key, Readable.from(['anything']));
  const upload = { key, name: 'things.bin', sizeBytes: 8 };
  const task = await slow.services.register({
    kind: 'import',
    type: 'things',
    options: {},
    upload,
  });
  const newer = { taskId: task.taskId, attempt: 2 };
  afterFirstRow = async () => {
    await tasks.claim(task.taskId, 'another worker');
    await database.openRun(newer);
  };
  expect(await run(task)).toBe('done');
  expect(await database.query('SELECT name FROM saved')).toEqual([{ name: 'a' }]);
  expect(await database.openRun(newer)).toMatchObject({ succeeded: 1 });
  expect(await tasks.find(task.taskId)).toMatchObject({ phase: 'running', attempt: 2 });
});
