/** Where the entity of a task lies in Redis. */

/** The last six bits of a task's id are its bucket. */
export const bucketOf = (taskId: string): string =>
  `longshore:{b${Number.parseInt(taskId.slice(-2), 16) % 64}}`;

export const entityOf = (taskId: string): string => `${bucketOf(taskId)}:task:${taskId}`;
