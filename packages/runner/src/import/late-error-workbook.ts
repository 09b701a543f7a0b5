/** The error workbook of an import that did not run to its end. */
import type { Database } from '@longshore/database';
import type { ImportTask, StoredFile } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { rollUp } from './corrections/roll-up.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { openImport } from './open-import.js';
import { lateLeftRows } from './undo/left-rows.js';

/** Fences the task's attempts, so that no more rows fail. Null when no row failed. */
export async function lateErrorWorkbook(
  task: ImportTask,
  prefix: string,
  signal: AbortSignal,
  services: RunServices,
): Promise<StoredFile | null> {
  if (task.undoes !== null) return lateLeftRows(task, prefix, signal, services);
  const { taskId, attempt } = task;
  const database = databaseOf(task, services);
  const state = await database.fenceRun({ taskId, attempt });
  await rollUp(taskId, database.corrections, services);
  if (state === null || state.failed === 0) return null;
  const opened = await openImport(task, services, signal);
  const { succeeded, failed } = state;
  const { total } = opened.measured;
  await services.tasks.correctCounts(taskId, { succeeded, failed, total });
  return writeErrorWorkbook({ opened, prefix, signal, store: services.store });
}

/** Within the executor's limit of a statement. */
function databaseOf({ type }: ImportTask, { business }: RunServices): Database {
  const limitMs = business.find('import', type)?.statementTimeoutMs;
  return limitMs === undefined ? business.database : business.database.bounded(limitMs);
}
