/**
 * Takes lanes over, and closes a run. All that locks in a batch locks in one order: the run, its
 * lanes, records of the business, rows of a lane, statistics.
 */
import type { BatchRun, BatchState, LaneRun } from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import { FencedError } from '../run-ledger.js';
import type { Sql } from '../sql.js';
import { columnsOf } from './check.js';
import { ask, type BatchDialect, type BatchGround } from './dialect.js';
import { advanceLane, type LaneRow, type MarkedPage } from './lane-row.js';
import { lanesOf, lockedRun, stateOfRun, writeRun } from './runs.js';
import { columnIn, flagText } from './source-columns.js';

/** As `BatchLedger.openLane`. */
export const openLane = (
  { dialect, transaction }: BatchGround,
  taskId: string,
  lane: number,
): Promise<LaneRun> =>
  transaction(async (tx) => {
    const { sql, nowMs } = dialect;
    const lanes = dialect.ledger('batch_lane');
    const isLane = sql`task_id = ${taskId} AND lane = ${lane}`;
    const [row] = await ask<{ fence: number }>(
      dialect,
      tx,
      sql`SELECT fence FROM ${lanes} WHERE ${isLane} AND NOT closed FOR UPDATE`,
    );
    if (row === undefined) throw new FencedError({ taskId, lane, fence: 0 });
    const fence = row.fence + 1;
    await ask(
      dialect,
      tx,
      // a new holder looks once more for records that were left
      sql`UPDATE ${lanes} SET fence = ${fence}, has_ended = false, has_moved = true, updated_ms = ${nowMs} WHERE ${isLane}`,
    );
    return { taskId, lane, fence };
  });

/** As `BatchLedger.closeBatch`. */
export async function closeBatch(
  ground: BatchGround,
  run: BatchRun,
  source: BatchSource,
): Promise<BatchState | null> {
  const { dialect } = ground;
  const isClosed = await ground.transaction((tx) => fence(dialect, tx, run));
  // Apart, so that a table which no longer fits does not keep the run open.
  if (isClosed) await ground.transaction((tx) => putMarkedBack(dialect, tx, run.taskId, source));
  return stateOfRun(dialect, ground.db, run.taskId);
}

/** True once no lane can write: nor may its holder when a later attempt opens the run again. */
async function fence(dialect: BatchDialect, tx: Sql, run: BatchRun): Promise<boolean> {
  const { sql } = dialect;
  const stored = await lockedRun(dialect, tx, run.taskId);
  if (stored.attempt > run.attempt) return stored.closed;
  const closed = { ...stored, attempt: run.attempt, closed: true, heldType: null };
  await ask(dialect, tx, writeRun(dialect, run.taskId, closed));
  await ask(
    dialect,
    tx,
    sql`UPDATE ${dialect.ledger('batch_lane')} SET closed = true, fence = CASE WHEN fence = 0 THEN 0 ELSE fence + 1 END WHERE task_id = ${run.taskId}`,
  );
  return true;
}

async function putMarkedBack(
  dialect: BatchDialect,
  tx: Sql,
  taskId: string,
  source: BatchSource,
): Promise<void> {
  const { closed } = await lockedRun(dialect, tx, taskId);
  if (!closed) return; // a newer attempt opened it meanwhile: its holders go on with the pages
  for (const lane of await lanesOf(dialect, tx, taskId))
    if (lane.marked !== null) await putBack(dialect, tx, source, lane, lane.marked);
}

async function putBack(
  dialect: BatchDialect,
  tx: Sql,
  source: BatchSource,
  lane: LaneRow,
  { records, after }: MarkedPage,
): Promise<void> {
  const { sql, named, typed, isAmong } = dialect;
  const { table, flags } = source;
  // As the columns are now: whatever changed meanwhile, no record is to stay at processing.
  const columns = await columnsOf(dialect, tx, table);
  const [key, state] = [source.key, source.state].map((name) => columnIn(columns, table, name));
  if (key === undefined || state === undefined || flags.processing === null) return;
  const isMarked = sql`${named(state.name)} = ${typed(state, flagText(flags.processing))}`;
  for (const before of new Set(records.map((record) => record.before))) {
    const keys = records.filter((record) => record.before === before).map((record) => record.key);
    await ask(
      dialect,
      tx,
      sql`UPDATE ${named(table)} SET ${named(state.name)} = ${typed(state, before)} WHERE ${isAmong(key, keys)} AND ${isMarked}`,
    );
  }
  // Back to where the page was found: in order, no later record may go before these.
  await ask(dialect, tx, advanceLane(dialect, { ...lane, marked: null, cursor: after }));
}
