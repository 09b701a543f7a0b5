import { expect, it } from 'vitest';
import { runningTasks } from './running-tasks.js';

it('stops the run of a task, and no other', () => {
  const running = runningTasks();
  const [a, b] = [
    running.start('a', { taskId: 'a', kind: 'export', lane: 0 }),
    running.start('b', { taskId: 'b', kind: 'export', lane: 0 }),
  ];
  running.stop('a', 'lock-lost');
  expect([a, b].map(({ signal }) => signal.aborted)).toEqual([true, false]);
  expect(a.signal.reason).toMatchObject({ name: 'AttemptStop', reason: 'lock-lost' });
});

it('knows a task until its run has ended, and never runs it twice', () => {
  const running = runningTasks();
  const first = running.start('a', { taskId: 'a', kind: 'export', lane: 0 });
  expect(() => running.start('a', { taskId: 'a', kind: 'export', lane: 0 })).toThrow('already');
  first.end();
  expect(running.has('a')).toBe(false);
  const second = running.start('a', { taskId: 'a', kind: 'export', lane: 0 });
  running.stopAll('shutdown');
  expect([first, second].map(({ signal }) => signal.aborted)).toEqual([false, true]);
});

it('stops an attempt and those before it, never a later one', () => {
  const running = runningTasks();
  const run = running.start('a', { taskId: 'a', kind: 'export', lane: 0 });
  running.stopAttempt({ taskId: 'a', attempt: 1 }, 'cancelled');
  expect(run.signal.aborted).toBe(false);
  run.claimed(2);
  running.stopAttempt({ taskId: 'a', attempt: 1 }, 'cancelled');
  expect(run.signal.aborted).toBe(false);
  running.stopAttempt({ taskId: 'a', attempt: 3 }, 'cancelled');
  expect(run.signal.reason).toMatchObject({ reason: 'cancelled' });
});

it('stops every run of a task that is cancelled: its attempt and its helpers', () => {
  const running = runningTasks();
  const runs = ['a', 'a.1', 'b.1'].map((jobId) =>
    running.start(jobId, { taskId: jobId.slice(0, 1), kind: 'batch', lane: Number(jobId[2] ?? 0) }),
  );
  expect(running.list()).toContainEqual({ taskId: 'a', kind: 'batch', lane: 1 });
  for (const run of runs) run.claimed(1);
  running.stopAttempt({ taskId: 'a', attempt: 1 }, 'cancelled');
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
});
