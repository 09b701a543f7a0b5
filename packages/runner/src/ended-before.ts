/** What is left to do for a task that ended without another attempt. Used by run-attempt.ts. */
import { isLive } from '@longshore/contract';
import type { Claim } from '@longshore/tasks';
import { attachLateFiles } from './late-files.js';
import { onGivenUp } from './on-given-up.js';
import { removeAttempts } from './remove-attempts.js';
import type { RunServices } from './run-services.js';

/**
 * No attempt of the task is left to remove its files: the worker died, or the task waited for its
 * next attempt, when it was cancelled or had no attempt left; or the worker died right after its
 * outcome was taken. All are removed but the files of that outcome.
 */
export async function endedBefore(
  { reason, task }: Exclude<Claim, { claimed: true } | { reason: 'early' }>,
  taskId: string,
  services: RunServices,
): Promise<void> {
  if (reason === 'cancelled' || reason === 'exhausted') await removeAttemptsOf(taskId, 0, services);
  if (reason === 'finished') await removeAttemptsOf(taskId, 1, services);
  if (reason === 'cancelled') await attachLateFiles(taskId, services);
  if (reason === 'exhausted' && task !== null) await onGivenUp(task, services);
}

/** All but the newest `kept`; not those of a task that was run again in between. */
async function removeAttemptsOf(
  taskId: string,
  kept: number,
  services: RunServices,
): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record === null || isLive(record.phase)) return;
  await removeAttempts({ taskId, first: 1, last: record.attempt - kept }, services);
}
