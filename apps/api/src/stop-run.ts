/**
 * After a task was stopped in Redis: no transaction of its run may commit any more, even of a
 * worker that does not hear us.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { closeRun } from '@longshore/runner';
import type { Services } from './services.js';

const LONGEST_WAIT_MS = 1_000;

/**
 * Waits a moment for the database; a chunk in flight may take longer, then the closing goes on
 * behind the answer.
 */
export async function stopRun(taskId: string, services: Services): Promise<void> {
  const closing = close(taskId, services).catch((error: unknown) => {
    services.log.error(
      { taskId, err: error },
      'the run could not be closed; its worker will close it',
    );
  });
  await Promise.race([closing, sleep(LONGEST_WAIT_MS, undefined, { ref: false })]);
}

/** The newest attempt is known only now: until the stop, a worker may have claimed another one. */
async function close(taskId: string, services: Services): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record !== null) await closeRun(record, services);
}
