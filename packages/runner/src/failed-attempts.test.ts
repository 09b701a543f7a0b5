/** What a fault does to an attempt and its task: tried again, failed, or not counted. */
import { AppError } from '@longshore/contract';
import { expect, test } from 'vitest';
import { slowExport } from '../test/slow-export.js';

const slow = slowExport();
/** As the server answers it. */
const serverError = (code: string) =>
  Object.assign(new Error(`server says ${code}`), { severity: 'ERROR', code });
const { onFailed, register: anExport, run, phaseOf, filesOf } = slow;

test('a fault that a retry can heal is tried again until the attempts are used up', async () => {
  onFailed.mockClear();
  slow.midway = async () => {
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
  for (const part of away) slow.services.away.add(part);
  slow.midway = async () => {
    throw error;
  };
  const task = await anExport();
  for (const _attempt of [1, 2, 3, 4, 5]) {
    expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
    expect(await phaseOf(task)).toBe('retrying');
  }
  slow.services.away.clear();
  slow.midway = async () => {};
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('succeeded');
  expect(onFailed).not.toHaveBeenCalled();
});

test('a part that answers, and breaks off each attempt as if it were away, is not believed for ever', async () => {
  slow.midway = async () => {
    throw new AppError('store_unavailable');
  };
  const task = await anExport();
  let attempts = 1;
  while ((await run(task)) !== 'done') attempts += 1;
  expect(attempts).toBe(13);
  expect(await slow.services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', values: { attempts: 3 } },
  });
});

test('a broken connection counts as an attempt when the database answers', async () => {
  slow.midway = async () => {
    throw lostConnection;
  };
  const task = await anExport();
  for (const _attempt of [1, 2]) expect(await run(task)).toMatchObject({});
  expect(await run(task)).toBe('done');
  expect(await slow.services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'attempts_exhausted', cause: expect.stringContaining('read ECONNRESET') },
  });
});

test('a fault that no retry heals fails the task at once, and its executor hears of it once', async () => {
  onFailed.mockClear();
  slow.midway = async () => {
    throw new Error('a bug of the executor');
  };
  const task = await anExport();
  expect(await run(task)).toBe('done');
  expect(await slow.services.tasks.record(task.taskId)).toMatchObject({
    phase: 'failed',
    error: { code: 'executor_failed' },
  });
  expect(onFailed).toHaveBeenCalledTimes(1);
});

test('an executor whose onFailed throws does not keep the job', async () => {
  onFailed.mockClear().mockRejectedValueOnce(new Error('the alarm is out of order'));
  slow.midway = async () => {
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
  for (const worker of ['a', 'b', 'c']) await slow.services.tasks.claim(task.taskId, worker);
  expect(await run(task)).toBe('done');
  expect(await phaseOf(task)).toBe('failed');
  expect(onFailed).toHaveBeenCalledTimes(1);
});
