/**
 * The file of failed rows of a task that did not run to its end: the rows that failed until then
 * are there to correct, as after any run.
 */
import type { Kind } from '@longshore/contract';
import type { StoredFile, Task } from '@longshore/tasks';
import { lateIssuesWorkbook } from './batch/files/late-issues-workbook.js';
import { lateErrorWorkbook } from './import/late-error-workbook.js';
import type { RunServices } from './run-services.js';

/** Longest time in which a file is written after the end of its task. */
export const LONGEST_LATE_MS = 300_000;

type Write<K extends Kind> = (
  task: Extract<Task, { readonly kind: K }>,
  prefix: string,
  signal: AbortSignal,
  services: RunServices,
) => Promise<StoredFile | null>;

const WRITE: { readonly [K in Kind]: Write<K> } = {
  export: async () => null,
  routine: async () => null,
  import: lateErrorWorkbook,
  batch: lateIssuesWorkbook,
};

/**
 * Fences the task's attempts, so that no more rows fail. Null when no row failed, or when a service
 * is away: the task ends without the file then.
 */
export async function lateIssues<K extends Kind>(
  task: Extract<Task, { readonly kind: K }>,
  prefix: string,
  services: RunServices,
): Promise<StoredFile | null> {
  const { taskId, attempt, kind } = task;
  try {
    const write = WRITE[kind as K] as Write<K>; // the row of its kind
    return await write(task, prefix, AbortSignal.timeout(LONGEST_LATE_MS), services);
  } catch (error) {
    services.log.warn({ taskId, attempt, err: error }, 'the task ends without its failed rows');
    return null;
  }
}
