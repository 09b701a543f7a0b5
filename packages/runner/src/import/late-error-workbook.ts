/**
 * The error workbook of an import that did not run to its end: the rows that failed until then are
 * there to correct, as after any import.
 */
import type { Database } from '@longshore/database';
import { endedPrefix, type ImportTask, type StoredFile } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { openImport } from './open-import.js';

const LONGEST_MS = 300_000;

/**
 * Fences the task's attempts, so that no more rows fail. Null when no row failed, or when a service
 * is away: the task ends without an error workbook then.
 */
export async function lateErrorWorkbook(
  task: ImportTask,
  prefix: string,
  services: RunServices,
): Promise<StoredFile | null> {
  const { taskId, attempt } = task;
  try {
    const state = await databaseOf(task, services).fenceRun({ taskId, attempt });
    if (state === null || state.failed === 0) return null;
    const signal = AbortSignal.timeout(LONGEST_MS);
    const opened = await openImport(task, services, signal);
    const { succeeded, failed } = state;
    const { total } = opened.measured;
    await services.tasks.correctCounts(taskId, { succeeded, failed, total });
    return await writeErrorWorkbook({ opened, prefix, signal, store: services.store });
  } catch (error) {
    services.log.warn({ taskId, attempt, err: error }, 'the task ends without an error workbook');
    return null;
  }
}

/** Within the executor's limit of a statement. */
function databaseOf({ type }: ImportTask, { business }: RunServices): Database {
  const limitMs = business.find('import', type)?.statementTimeoutMs;
  return limitMs === undefined ? business.database : business.database.bounded(limitMs);
}

/** Adds the error workbook to a task that ended elsewhere: cancelled, expired, given up. */
export async function attachErrorWorkbook(taskId: string, services: RunServices): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record?.kind !== 'import' || record.issues !== null) return;
  const issues = await lateErrorWorkbook(record, endedPrefix(taskId), services);
  if (issues === null || (await services.tasks.attachIssues(record, issues))) return;
  await services.store.remove(issues.key).catch((error: unknown) => {
    services.log.warn({ taskId, err: error }, 'an error workbook is left to the sweeper');
  });
}
