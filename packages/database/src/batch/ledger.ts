/** The role of batches on any database: adapters give the ground. */
import type { BatchLedger } from '../batch-ledger.js';
import { archivePage } from './archive.js';
import { checkSource } from './check.js';
import { closeBatch, openLane } from './close.js';
import { ask, type BatchGround } from './dialect.js';
import { openBatch } from './open.js';
import { batchPage } from './page.js';
import { failedRecords, workedPages } from './page-records.js';
import { recordsByKey } from './records-by-key.js';
import { stateOfRun } from './runs.js';
import { batchStatistics, sweepStatistics } from './statistics.js';

/** Makes the role on the ground of an adapter. */
export function createBatchLedger(ground: BatchGround): BatchLedger {
  const { dialect, db } = ground;
  return {
    checkBatch: async (source) => (await checkSource(dialect, db, source)).problems,
    openBatch: (run, source, scope) => openBatch(ground, run, source, scope),
    batchState: (taskId) => stateOfRun(dialect, db, taskId),
    closeBatch: (run, source) => closeBatch(ground, run, source),
    openLane: (taskId, lane) => openLane(ground, taskId, lane),
    batchPage: (lane, source, options, work) => batchPage(ground, { lane, source, options }, work),
    failedRecords: (taskId, after) => failedRecords(dialect, db, taskId, after),
    workedPages: (taskId) => workedPages(dialect, db, taskId),
    recordsByKey: (source, keys) => recordsByKey(ground, source, keys),
    batchStatistics: (type, days) => batchStatistics(dialect, db, type, days),
    archivePage: (source, options) => archivePage(ground, source, options),
  };
}

/** Forgets batches that nobody touched for so long, with their lanes, records and pages. */
export async function sweepBatches({ dialect, db }: BatchGround, ageMs: number): Promise<void> {
  const { sql, ledger, nowMs } = dialect;
  await sweepStatistics(dialect, db);
  await ask(
    dialect,
    db,
    sql`DELETE FROM ${ledger('batch_run')} WHERE updated_ms < ${nowMs} - ${ageMs} AND NOT EXISTS (SELECT 1 FROM ${ledger('batch_lane')} AS lane WHERE lane.task_id = ${ledger('batch_run')}.task_id AND lane.updated_ms >= ${nowMs} - ${ageMs})`,
  );
}
