/** Writes through an outage of Redis as long as a task may live. */
import type { Task } from '@longshore/tasks';
import { retryUntil } from './retry-until.js';
import type { Parts } from './run-services.js';

/** `until`: its deadline, as a time of `performance.now()`. */
export type ClaimedTask = Task & { readonly until: number };

interface Writing<T> {
  readonly task: ClaimedTask;
  readonly parts: Parts;
  readonly write: () => Promise<T>;
}

export const untilDeadline = <T>({ task, parts, write }: Writing<T>): Promise<T> =>
  retryUntil(write, {
    until: task.until,
    onOutage: (error) => parts.open('redis', error),
  });
