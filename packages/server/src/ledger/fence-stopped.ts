/**
 * After a task was stopped in Redis, no transaction of its attempts may commit any more, even of a
 * worker that does not hear the stop. Used by cancel and clear.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { endRun } from '@longshore/executors';
import type { CentreServices } from '../services.js';

const LONGEST_WAIT_MS = 1_000;

/**
 * Fences the attempts of a task that was stopped. Waits up to a second for a chunk in flight; then
 * the fencing goes on behind the answer.
 */
export async function fenceStopped(taskId: string, services: CentreServices): Promise<void> {
  const ending = end(taskId, services).catch((error: unknown) => {
    services.log.error(
      { taskId, err: error },
      'the run could not be ended; its worker will end it',
    );
  });
  await Promise.race([ending, sleep(LONGEST_WAIT_MS, undefined, { ref: false })]);
}

/** The newest attempt is known only now: until the stop, a worker may have claimed another one. */
async function end(taskId: string, services: CentreServices): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record !== null) await endRun(record, services);
}
