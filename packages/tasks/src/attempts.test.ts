import { ERROR_CODES } from '@longshore/contract';
import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { taskKeys } from './keys.js';
import { scriptRunner } from './scripts.js';

const FAULT = {
  code: 'database_unavailable',
  message: 'no connection',
  cause: 'connect ECONNREFUSED 10.0.0.7:5432',
};

describeStore('a claim', (test) => {
  const { register, claim, settle } = test;

  it('counts the attempt and notes its worker', async () => {
    const task = await register();
    expect(await test.store.claim(task.taskId, 'host:1')).toMatchObject({
      claimed: true,
      task: { phase: 'running', attempt: 1 },
    });
    const record = await test.store.record(task.taskId);
    expect(record?.attempts).toMatchObject([
      { attempt: 1, worker: 'host:1', endedAt: null, outcome: null, error: null },
    ]);
    expect(Date.parse(record?.attempts[0]?.startedAt ?? '')).toBe(record?.startedAt);
  });

  it('settles a task as failed when its workers died as often as they may', async () => {
    const task = await register({ maxAttempts: 2 });
    await claim(task);
    await claim(task);
    expect(await test.store.claim(task.taskId, 'w')).toMatchObject({
      claimed: false,
      reason: 'exhausted',
      task: {
        phase: 'failed',
        attempt: 2,
        error: { code: 'attempts_exhausted', values: { attempts: 2 } },
      },
    });
    expect(await test.store.claim(task.taskId, 'w')).toEqual({
      claimed: false,
      reason: 'finished',
      task: null,
    });
    expect((await test.store.record(task.taskId))?.attempts.map(({ outcome }) => outcome)).toEqual([
      'lost',
      'lost',
    ]);
  });

  it('keeps what is known of the attempt that was lost, and tells it when it was the last', async () => {
    const task = await register({ maxAttempts: 1 });
    const { entity, record, heartbeats } = taskKeys(task.taskId);
    const { attempt } = await claim(task);
    const error = { code: 'worker_blocked', message: 'blocked' };
    const keepLease = (ofAttempt: number) =>
      scriptRunner(test.redis)(
        'keep-lease',
        [entity, record, heartbeats],
        [task.taskId, ofAttempt, JSON.stringify(error)],
      );
    expect([await keepLease(attempt + 1), await keepLease(attempt)]).toEqual([0, 1]);
    expect(await test.store.claim(task.taskId, 'w')).toMatchObject({
      reason: 'exhausted',
      task: { error: { values: { reason: ERROR_CODES.worker_blocked.en } } },
    });
    expect((await test.store.record(task.taskId))?.attempts).toMatchObject([
      { outcome: 'lost', error },
    ]);
  });

  it('is refused when the task is finished, cancelled, cleared or never was', async () => {
    const done = await register();
    await settle(await claim(done));
    const cancelled = await register();
    await test.store.cancel(cancelled.taskId);
    const cleared = await register();
    await test.store.clear(cleared.taskId);
    const reasons = await Promise.all(
      [done.taskId, cancelled.taskId, cleared.taskId, test.store.newTaskId('x')].map((taskId) =>
        test.store.claim(taskId, 'w'),
      ),
    );
    expect(reasons).toMatchObject(
      ['finished', 'cancelled', 'cancelled', 'gone'].map((reason) => ({
        claimed: false,
        reason,
        task: null,
      })),
    );
  });
});

describeStore('the fence', (test) => {
  const { register, claim, progress, settle } = test;

  it('refuses every write of an earlier attempt', async () => {
    const task = await register();
    const zombie = await claim(task);
    const run = await claim(task);
    expect(await progress(zombie, 9)).toBe('superseded');
    expect(await settle(zombie)).toBe(false);
    expect(await test.store.retryLater(zombie, FAULT, 60_000)).toBe('superseded');
    expect(await test.store.handBack(zombie)).toBe(false);
    expect(await progress(run, 1, 10)).toBe('go');
    expect(await test.store.record(task.taskId)).toMatchObject({
      phase: 'running',
      attempt: 2,
      counts: { total: 10, succeeded: 1, failed: 0, unprocessed: 9 },
      attempts: [
        { attempt: 1, outcome: 'lost' },
        { attempt: 2, outcome: null },
      ],
    });
  });

  it.each(['cancel', 'clear'] as const)('refuses every write of a run after %s', async (act) => {
    const run = await claim(await register());
    expect(await test.store[act](run.taskId)).toBe(true);
    expect(await progress(run, 9)).toBe('cancelled');
    expect(await settle(run)).toBe(false);
    expect(await test.store.retryLater(run, FAULT, 60_000)).toBe('cancelled');
    expect(await test.store.handBack(run)).toBe(false);
    expect(await test.store.record(run.taskId)).toMatchObject({
      phase: 'cancelled',
      counts: { succeeded: 0 },
      attempts: [{ outcome: 'cancelled' }],
    });
  });

  it('refuses every write of a run that Redis knows nothing of', async () => {
    const run = { taskId: test.store.newTaskId('x'), attempt: 1 };
    expect(await progress(run, 9)).toBe('gone');
    expect(await settle(run)).toBe(false);
    expect(await test.store.record(run.taskId)).toBeNull();
  });

  it('refuses a second outcome', async () => {
    const run = await claim(await register());
    expect(await settle(run)).toBe(true);
    expect(await settle(run, { phase: 'failed' })).toBe(false);
    expect(await test.store.find(run.taskId)).toMatchObject({ phase: 'succeeded' });
  });
});

describeStore('counts', (test) => {
  const { register, claim, progress, settle } = test;
  const counts = async ({ taskId }: { taskId: string }) => (await test.store.find(taskId))?.counts;

  it('have neither total nor unprocessed until the total is known', async () => {
    const run = await claim(await register());
    await progress(run, 5);
    expect(await counts(run)).toEqual({ total: null, succeeded: 5, failed: 0, unprocessed: null });
    await progress(run, 5, 20);
    expect(await counts(run)).toEqual({ total: 20, succeeded: 5, failed: 0, unprocessed: 15 });
  });

  it('never fall, not across attempts either, and the total follows when more rows come', async () => {
    const task = await register();
    await progress(await claim(task), 50, 60);
    const second = await claim(task);
    await progress(second, 10, 60);
    expect(await counts(second)).toEqual({ total: 60, succeeded: 50, failed: 0, unprocessed: 10 });
    await progress(second, 70, 60);
    expect(await counts(second)).toEqual({ total: 70, succeeded: 70, failed: 0, unprocessed: 0 });
  });

  it('are, of an export that succeeded, what its outcome says', async () => {
    const task = await register();
    await progress(await claim(task), 50, 60);
    await settle(await claim(task), { counts: { total: 40, succeeded: 40, failed: 0 } });
    expect(await counts(task)).toEqual({ total: 40, succeeded: 40, failed: 0, unprocessed: 0 });
  });

  it('are, of an import, never lower than they were', async () => {
    const run = await claim(await register({ kind: 'import' }));
    await progress(run, 50, 60);
    await settle(run, {
      phase: 'failed',
      counts: { total: 60, succeeded: 20, failed: 1 },
      error: FAULT,
    });
    expect(await counts(run)).toEqual({ total: 60, succeeded: 50, failed: 0, unprocessed: 10 });
  });

  it('of a final task are raised to what the database committed, never lowered', async () => {
    const run = await claim(await register({ kind: 'import' }));
    await progress(run, 50, 60);
    await test.store.correctCounts(run.taskId, { succeeded: 58, failed: 1 });
    expect(await counts(run)).toMatchObject({ succeeded: 50 });
    await test.store.cancel(run.taskId);
    await test.store.correctCounts(run.taskId, { succeeded: 58, failed: 1 });
    await test.store.correctCounts(run.taskId, { succeeded: 3, failed: 1 });
    expect(await counts(run)).toEqual({ total: 60, succeeded: 58, failed: 1, unprocessed: 1 });
    expect(await test.store.record(run.taskId)).toMatchObject({
      counts: { succeeded: 58, failed: 1 },
      progress: { done: 59 },
    });
  });

  it('of an import whose failed rows came back corrected: it has succeeded when none is left', async () => {
    const run = await claim(await register({ kind: 'import' }));
    const issues = { key: 'results/issues.xlsx', name: 'issues.xlsx', sizeBytes: 7 };
    const counts = { total: 60, succeeded: 50, failed: 10 };
    await settle(run, { phase: 'partial', counts, result: issues, issues });
    await test.store.correctCounts(run.taskId, { succeeded: 58, failed: 2 });
    await test.store.correctCounts(run.taskId, { succeeded: 55, failed: 5 });
    const found = { phase: 'partial', counts: { total: 60, succeeded: 58, failed: 2 }, issues };
    expect(await test.store.record(run.taskId)).toMatchObject(found);
    await test.store.correctCounts(run.taskId, { succeeded: 60, failed: 0 });
    const ended = { phase: 'succeeded', counts: { failed: 0 }, result: null, issues: null };
    expect(await test.store.record(run.taskId)).toMatchObject(ended);
    expect(await test.store.find(run.taskId)).toMatchObject(ended);
  });

  it('of a task that ended before it told its total get the total with the correction', async () => {
    const run = await claim(await register({ kind: 'import' }));
    await progress(run, 50);
    await test.store.cancel(run.taskId);
    await test.store.correctCounts(run.taskId, { succeeded: 49, failed: 1 });
    expect(await counts(run)).toMatchObject({ total: null, unprocessed: null });
    await test.store.correctCounts(run.taskId, { succeeded: 49, failed: 1, total: 60 });
    await test.store.correctCounts(run.taskId, { succeeded: 49, failed: 1, total: 70 });
    expect(await counts(run)).toEqual({ total: 60, succeeded: 49, failed: 1, unprocessed: 10 });
  });
});
