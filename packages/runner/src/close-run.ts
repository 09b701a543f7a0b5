/** Ends a task's writing to the database, and its files: called by whoever ends the task. */
import type { Task } from '@longshore/tasks';
import type { RunnerDeps } from './deps.js';
import { attemptPrefix } from './object-keys.js';

/**
 * After this no transaction of an attempt up to this one commits; what was committed is what the
 * ledger says.
 */
export async function closeRun(
  task: Pick<Task, 'taskId' | 'attempt' | 'kind'>,
  deps: Pick<RunnerDeps, 'business' | 'tasks'>,
): Promise<void> {
  if (task.kind !== 'import') return;
  const state = await deps.business.database.closeRun({
    taskId: task.taskId,
    attempt: task.attempt,
  });
  if (state !== null) await deps.tasks.correctCounts(task.taskId, state);
}

/**
 * Files of the attempts `first` to `last`. They are nobody's: an outage of the store leaves them to
 * the sweeper.
 */
export async function removeAttempts(
  { taskId, first, last }: { taskId: string; first: number; last: number },
  { store, log }: Pick<RunnerDeps, 'store' | 'log'>,
): Promise<void> {
  for (let attempt = first; attempt <= last; attempt++) {
    await store.removeAll(attemptPrefix({ taskId, attempt })).catch((error: unknown) => {
      log.warn({ taskId, attempt, err: error }, 'files of an attempt are left to the sweeper');
    });
  }
}
