import { randomUUID } from 'node:crypto';
import type { DueRun, RoutineLedger } from '@longshore/database';
import { defineRoutine } from '@longshore/executors';
import { routineTask, type Task } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const run = vi.fn(async () => {});
const routine = defineRoutine({
  type: 'nightly',
  title: { en: 'Nightly', zh: '夜间' },
  cron: '30 2 * * *',
  run,
});
const never = new AbortController().signal;

let services: TestServices;
let ledger: RoutineLedger;
beforeAll(async () => {
  services = await startServices([routine]);
  const { routines } = services.database;
  if (routines === null) throw new Error('PostgreSQL keeps routines');
  ledger = routines;
});
afterAll(() => services?.close());

/** A run of the log and its task; each has a tick, and a worker, of its own. */
async function registered(rest: Partial<DueRun> = {}): Promise<{ due: DueRun; task: Task }> {
  run.mockClear();
  const tick = Date.now();
  const runId = `nightly/${randomUUID()}`;
  const instance = services.worker;
  const due: DueRun = { runId, type: 'nightly', tick, instance, madeBy: 'clock', isCatchUp: false };
  const own = { ...due, ...rest };
  await ledger.addRun(own);
  const { task, idempotency } = routineTask(own, { timeZone: 'UTC', maxAttempts: 1 });
  const owner = `${task.owner}:${runId}`;
  const registration = await services.tasks.register({ ...task, owner }, { idempotency });
  if (!registration.registered) throw new Error('unreachable: each run has its own owner');
  return { due: own, task: registration.task };
}
const attempt = ({ taskId }: Task) =>
  runAttempt({ taskId, worker: services.worker, signal: never }, services);
const record = ({ taskId }: Task) => services.tasks.record(taskId);

test('a run ends in the log and in the ledger', async () => {
  const { due, task } = await registered();
  expect(await attempt(task)).toBe('done');
  expect(run).toHaveBeenCalledOnce();
  expect(await record(task)).toMatchObject({ phase: 'succeeded' });
  expect(await ledger.open()).not.toContainEqual(expect.objectContaining({ runId: due.runId }));
});

test('a run whose worker died after the last word is not run again', async () => {
  const { due, task } = await registered();
  const dead = { runId: due.runId, taskId: task.taskId, registeredAt: task.registeredAt - 1 };
  await ledger.begin({ ...dead, attempt: 1 }, 'dead');
  await ledger.end(due.runId, { ...dead, attempt: 1 }, { outcome: 'succeeded', message: null });
  await attempt(task);
  expect(run).not.toHaveBeenCalled();
  expect(await record(task)).toMatchObject({ phase: 'succeeded' });
});

test('a run that was skipped meanwhile is not run, and its task says so', async () => {
  const { due, task } = await registered();
  await ledger.end(due.runId, null, { outcome: 'skipped', message: null });
  await attempt(task);
  expect(run).not.toHaveBeenCalled();
  expect(await record(task)).toMatchObject({ phase: 'failed', error: { code: 'run_ended' } });
});

test('a run for one worker is run by no other', async () => {
  const { task } = await registered({ instance: 'another worker' });
  await attempt(task);
  expect(run).not.toHaveBeenCalled();
  expect(await record(task)).toMatchObject({ phase: 'failed' });
});
