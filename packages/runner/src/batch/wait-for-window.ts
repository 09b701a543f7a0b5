/** Ends an attempt of a batch outside of its window. Used by run-attempt.ts. */
import type { JobVerdict } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { type ClaimedTask, untilDeadline } from '../until-deadline.js';
import type { OutsideWindow } from './window.js';

/** Until the window opens the task has no worker; pause and cancel find it queued. */
export async function waitForWindow(
  task: ClaimedTask,
  { opensInMs }: OutsideWindow,
  { tasks, parts, log }: RunServices,
): Promise<JobVerdict> {
  const { taskId, attempt, type } = task;
  log.info({ taskId, attempt, type, opensInMs }, 'run waits for its window');
  const write = () => tasks.wait({ taskId, attempt }, opensInMs);
  const isWaiting = await untilDeadline({ task, parts, write });
  return isWaiting ? { retryInMs: opensInMs } : 'done';
}
