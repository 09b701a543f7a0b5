import { expect, it } from 'vitest';
import { runningTasks } from './running-tasks.js';

it('stops every run of a task, and no other', () => {
  const running = runningTasks();
  const [a1, a2, b] = [running.start('a'), running.start('a'), running.start('b')];
  running.stop('a', 'cancelled');
  expect([a1, a2, b].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
  expect(a1.signal.reason).toMatchObject({ name: 'AttemptStop', reason: 'cancelled' });
});

it('knows a task until its last run has ended', () => {
  const running = runningTasks();
  const [first, second] = [running.start('a'), running.start('a')];
  first.end();
  expect(running.has('a')).toBe(true);
  running.stopAll('shutdown');
  expect([first, second].map(({ signal }) => signal.aborted)).toEqual([false, true]);
  second.end();
  expect(running.has('a')).toBe(false);
});
