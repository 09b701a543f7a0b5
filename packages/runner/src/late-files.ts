/**
 * What is added to a task that ended early, elsewhere than at the end of its run: cancelled,
 * expired, given up. Its file of failed rows; of an import also the files that tell how it went.
 */
import { isRepeatable } from '@longshore/contract';
import { endedPrefix, type TaskRecord } from '@longshore/tasks';
import { writeLateImportLog } from './import/log/import-log.js';
import { LONGEST_LATE_MS, lateIssues } from './late-issues.js';
import type { RunServices } from './run-services.js';

/** Several processes may do it at once, and again. */
export async function attachLateFiles(taskId: string, services: RunServices): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record === null) return;
  if (record.issues === null) await attachLateIssues(record, services);
  await addLateLog(taskId, services);
}

async function attachLateIssues(record: TaskRecord, services: RunServices): Promise<void> {
  const { taskId } = record;
  const issues = await lateIssues(record, endedPrefix(taskId), services);
  if (issues === null || (await services.tasks.attachIssues(record, issues))) return;
  await services.store.remove(issues.key).catch((error: unknown) => {
    services.log.warn({ taskId, err: error }, 'a file of failed rows is left to the sweeper');
  });
}

/** By its record as it stands now: the counts are what the database committed. */
async function addLateLog(taskId: string, services: RunServices): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record?.kind !== 'import' || !isRepeatable(record.phase)) return;
  const signal = AbortSignal.timeout(LONGEST_LATE_MS);
  await writeLateImportLog(record, signal, services).catch((error: unknown) => {
    services.log.warn({ taskId, err: error }, 'the import ends without its summary');
  });
}
