/** The failed records of a batch that did not run to its end. */
import type { BatchTask, StoredFile } from '@longshore/tasks';
import type { RunServices } from '../../run-services.js';
import { openedBatch } from '../opened-batch.js';
import { writeIssuesWorkbook } from './issues-workbook.js';

/** Closes the run, so that no more records fail. Null when none failed. */
export async function lateIssuesWorkbook(
  task: BatchTask,
  prefix: string,
  signal: AbortSignal,
  services: RunServices,
): Promise<StoredFile | null> {
  const batch = openedBatch(task, signal, services);
  const { taskId, attempt } = task;
  const state = await batch.database.closeBatch({ taskId, attempt }, batch.executor.source);
  if (state === null || state.failed + state.exceptions === 0) return null;
  return writeIssuesWorkbook(batch, prefix, services);
}
