/** Removes the files of attempts. Called when an attempt is over, and by the janitor. */
import { attemptPrefix } from '@longshore/tasks';
import type { RunServices } from './run-services.js';

/** Attempts `first` to `last` of a task. */
interface Attempts {
  readonly taskId: string;
  readonly first: number;
  readonly last: number;
}

/** No task refers to these files: an outage of the store leaves the files to the file sweeper. */
export async function removeAttempts(
  { taskId, first, last }: Attempts,
  { store, log }: Pick<RunServices, 'store' | 'log'>,
): Promise<void> {
  for (let attempt = first; attempt <= last; attempt++) {
    await store.removeAll(attemptPrefix({ taskId, attempt })).catch((error: unknown) => {
      log.warn({ taskId, attempt, err: error }, 'files of an attempt are left to the sweeper');
    });
  }
}
