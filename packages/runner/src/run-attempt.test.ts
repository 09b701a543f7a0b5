import { Readable } from 'node:stream';
import { AppError, ERROR_CODES } from '@longshore/contract';
import { defineExport, defineImport } from '@longshore/executors';
import { AttemptStop, attemptFileKey, attemptPrefix, type Task, uploadKey } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../test/start-services.js';
import { runAttempt } from './run-attempt.js';

const title = { en: 'Things', zh: '物' };
const row = z.object({ name: z.string() });
const never = new AbortController().signal;

/** Set by each test: what happens between the first page of an export and its end. */
let midway: (signal: AbortSignal) => Promise<void> = async () => {};
/** Set by each test: what happens after the first row of an import was read for saving. */
let afterFirstRow: () => Promise<void> = async () => {};
const onFailed = vi.fn();
/** As the server answers it. */
const serverError = (code: string) =>
  Object.assign(new Error(`server says ${code}`), { severity: 'ERROR', code });

const slowExport = defineExport({
  type: 'things',
  title,
  row,
  onFailed,
  async *rows(_query, { signal }) {
    yield [{ name: 'first' }];
    await midway(signal);
    yield [{ name: 'last' }];
  },
});
/** The runner reads a file three times: for its header, for its measure, and to save its rows. */
let reads = 0;
const slowImport = defineImport({
  type: 'things',
  title,
  row,
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

let services: TestServices;
beforeAll(async () => {
  services = await startServices([slowExport, slowImport]);
});
afterAll(() => services?.close());

const anExport = () =>
  services.register({ kind: 'export', type: 'things', params: {}, format: 'csv', fileName: null });
const run = ({ taskId }: Task, signal = never) =>
  runAttempt({ taskId, worker: 'test', signal }, services);
const phaseOf = async ({ taskId }: Task) => (await services.tasks.record(taskId))?.phase;
const filesOf = async ({ taskId }: Task) =>
  (await services.storedKeys()).filter((key) => key.includes(taskId));
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test('an attempt that succeeds is settled, with its file', async () => {
  midway = async () => {};
  const task = await anExport();
  expect(await run(task)).toBe('done');
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'succeeded',
    counts: { total: 2, succeeded: 2, failed: 0, unprocessed: 0 },
    result: { key: `${attemptPrefix({ taskId: task.taskId, attempt: 1 })}/result.csv` },
  });
  expect(await filesOf(task)).toHaveLength(1);
});

test('files that a worker left, which died after its outcome was taken, are removed', async () => {
  midway = async () => {};
  const task = await anExport();
  const first = await services.tasks.claim(task.taskId, 'died');
  expect(first.claimed).toBe(true);
  await run(task);
  const kept = await filesOf(task);
  const left = attemptFileKey({ taskId: task.taskId, attempt: 1 }, 'result.csv');
  await services.store.put(left, Readable.from([Buffer.from('left')]));
  expect(await run(task)).toBe('done'); // its job, taken up again
  expect(await filesOf(task)).toEqual(kept);
});

test('a task that is cancelled stops its attempt, and no file is left', async () => {
  const task = await anExport();
  midway = async (signal) => {
    await services.tasks.cancel(task.taskId);
    await untilAborted(signal);
  };
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('cancelled');
  expect(await filesOf(task)).toEqual([]);
});

test('a shutdown hands the task back, and the attempt does not count', async () => {
  const task = await anExport();
  const shutdown = new AbortController();
  midway = async (signal) => {
    shutdown.abort(new AttemptStop('shutdown'));
    await untilAborted(signal);
  };
  expect(await run(task, shutdown.signal)).toBe('handed-back');
  expect(await phaseOf(task)).toBe('queued');
  expect(await filesOf(task)).toEqual([]);
  midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('succeeded');
});

test.each(['shutdown', 'lock-lost'] as const)(
  'attempts that end by %s never use up the attempts of a task',
  async (reason) => {
    const task = await anExport();
    for (const _attempt of [1, 2, 3, 4]) {
      const stop = new AbortController();
      midway = async (signal) => {
        stop.abort(new AttemptStop(reason));
        signal.throwIfAborted();
      };
      expect(await run(task, stop.signal)).toBe('handed-back');
    }
    midway = async () => {};
    expect(await run(task)).toBe('done');
    expect(await phaseOf(task)).toBe('succeeded');
  },
);

test('attempts that lose their job because their worker was blocked count, and the last says so', async () => {
  const task = await anExport();
  const blocked = async () => {
    const stop = new AbortController();
    midway = async (signal) => {
      stop.abort(new AttemptStop('blocked'));
      signal.throwIfAborted();
    };
    return run(task, stop.signal);
  };
  for (const _attempt of [1, 2])
    expect(await blocked()).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await blocked()).toBe('done');
  const sentence = ERROR_CODES.worker_blocked.en;
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', values: { reason: sentence } },
    attempts: Array(3).fill({ error: { code: 'worker_blocked' } }),
  });
});

test('a task that ended is not run again by a late job', async () => {
  midway = async () => {};
  const task = await anExport();
  await run(task);
  const again = vi.fn();
  midway = async () => again();
  expect(await run(task)).toBe('done');
  expect(again).not.toHaveBeenCalled();
  expect(await filesOf(task)).toHaveLength(1);
});

test('an attempt that succeeds removes the files of the attempts that died before it', async () => {
  midway = async () => {};
  const task = await anExport();
  const { taskId } = task;
  await services.tasks.claim(taskId, 'a worker that dies');
  const left = attemptFileKey({ taskId, attempt: 1 }, 'result.csv');
  await services.store.put(left, Readable.from(['half a file']));
  expect(await run(task)).toBe('done');
  expect(await filesOf(task)).toEqual([attemptFileKey({ taskId, attempt: 2 }, 'result.csv')]);
});

test('a fault that a retry can heal is tried again until the attempts are used up', async () => {
  onFailed.mockClear();
  midway = async () => {
    throw serverError('40P01');
  };
  const task = await anExport();
  for (const _attempt of [1, 2]) {
    expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
    expect(await phaseOf(task)).toBe('retrying');
  }
  expect(onFailed).not.toHaveBeenCalled();
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('failed');
  expect(onFailed).toHaveBeenCalledTimes(1);
  expect(await filesOf(task)).toEqual([]);
});

const lostConnection = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

test.each([
  ['the store did not answer', new AppError('store_unavailable'), []],
  ['the database is shutting down', serverError('57P01'), []],
  ['the connection broke, and the database is away', lostConnection, ['database']],
] as const)('an outage never uses up the attempts of a task: %s', async (_what, error, away) => {
  onFailed.mockClear();
  for (const part of away) services.away.add(part);
  midway = async () => {
    throw error;
  };
  const task = await anExport();
  for (const _attempt of [1, 2, 3, 4, 5]) {
    expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
    expect(await phaseOf(task)).toBe('retrying');
  }
  services.away.clear();
  midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('succeeded');
  expect(onFailed).not.toHaveBeenCalled();
});

test('a part that answers, and breaks off each attempt as if it were away, is not believed for ever', async () => {
  midway = async () => {
    throw new AppError('store_unavailable');
  };
  const task = await anExport();
  let attempts = 1;
  while ((await run(task)) !== 'done') attempts += 1;
  expect(attempts).toBe(13);
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', values: { attempts: 3 } },
  });
});

test('a broken connection counts as an attempt when the database answers', async () => {
  midway = async () => {
    throw lostConnection;
  };
  const task = await anExport();
  for (const _attempt of [1, 2]) expect(await run(task)).toMatchObject({});
  expect(await run(task)).toBe('done');
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', cause: expect.stringContaining('read ECONNRESET') },
  });
});

test('an attempt tells its number once it is claimed', async () => {
  midway = async () => {};
  const { taskId } = await anExport();
  const claimed: number[] = [];
  const onClaimed = ({ attempt }: { attempt: number }) => void claimed.push(attempt);
  await runAttempt({ taskId, worker: 'test', signal: never, onClaimed }, services);
  expect(claimed).toEqual([1]);
});

test('a fault that no retry heals fails the task at once, and its executor hears of it once', async () => {
  onFailed.mockClear();
  midway = async () => {
    throw new Error('a bug of the executor');
  };
  const task = await anExport();
  expect(await run(task)).toBe('done');
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'executor_failed' },
  });
  expect(onFailed).toHaveBeenCalledTimes(1);
});

test('an executor whose onFailed throws does not keep the job', async () => {
  onFailed.mockClear().mockRejectedValueOnce(new Error('the alarm is out of order'));
  midway = async () => {
    throw new Error('a bug of the executor');
  };
  const task = await anExport();
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('failed');
  expect(onFailed).toHaveBeenCalledTimes(1);
});

test('a task whose attempts all died is given up by the claim that finds none left', async () => {
  onFailed.mockClear();
  const task = await anExport();
  for (const worker of ['a', 'b', 'c']) await services.tasks.claim(task.taskId, worker);
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('failed');
  expect(onFailed).toHaveBeenCalledTimes(1);
});

test('the outcome of an older attempt is refused, and its files go with the last attempt', async () => {
  const task = await anExport();
  midway = async () => void (await services.tasks.claim(task.taskId, 'another worker'));
  expect(await run(task)).toBe('done');
  expect(await services.tasks.find(task.taskId)).toMatchObject({ phase: 'running', attempt: 2 });
  midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await filesOf(task)).toEqual([attemptFileKey({ ...task, attempt: 3 }, 'result.csv')]);
});

test.each([
  ['is lost', [], 'lost'],
  ['does not count, because Redis was away', ['redis'], 'handed-back'],
] as const)('an attempt that a later one overtook %s', async (_what, away, outcome) => {
  for (const part of away) services.away.add(part);
  const task = await anExport();
  midway = async (signal) => {
    await services.tasks.claim(task.taskId, 'another worker');
    await untilAborted(signal);
  };
  expect(await run(task)).toBe('done');
  services.away.clear();
  expect((await services.tasks.record(task.taskId))?.attempts[0]).toMatchObject({ outcome });
});

test('a chunk of an older attempt is refused by the database, and nothing of it is saved', async () => {
  const { database, store, tasks } = services;
  await database.query('CREATE TABLE IF NOT EXISTS saved (name text)');
  const key = uploadKey(tasks.newTaskId('someone'));
  await store.put(key, Readable.from(['anything']));
  const upload = { key, name: 'things.bin', sizeBytes: 8 };
  const task = await services.register({
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
