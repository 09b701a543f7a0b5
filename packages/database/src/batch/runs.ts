/** Rows of `batch_run`: who leads a batch, whether it is closed, and which type it holds. */
import { BatchHeldError, type BatchRun, type BatchState } from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import type { Sql } from '../sql.js';
import { ask, type BatchDialect, type BatchGround } from './dialect.js';
import { type LaneRow, laneRowOf, laneStateOf, selectLanes } from './lane-row.js';

export interface StoredRun {
  readonly attempt: number;
  /** False: the row is there only to keep an attempt out. */
  readonly opened: boolean;
  readonly closed: boolean;
  readonly total: number;
}

type RawRun = Readonly<Record<keyof StoredRun, unknown>>;

const storedRun = (raw: RawRun): StoredRun => ({
  attempt: Number(raw.attempt),
  opened: Boolean(raw.opened),
  closed: Boolean(raw.closed),
  total: Number(raw.total),
});

/** The run's row, made where it was not there, locked until the transaction ends. */
export async function lockedRun(
  dialect: BatchDialect,
  tx: Sql,
  taskId: string,
): Promise<StoredRun> {
  const { sql, nowMs } = dialect;
  const run = dialect.ledger('batch_run');
  await ask(
    dialect,
    tx,
    dialect.insertOnce(
      sql`INTO ${run} (task_id, attempt, opened, closed, total, updated_ms) VALUES (${taskId}, 0, false, false, 0, ${nowMs})`,
    ),
  );
  const [raw] = await ask<RawRun>(
    dialect,
    tx,
    sql`SELECT attempt, opened, closed, total FROM ${run} WHERE task_id = ${taskId} FOR UPDATE`,
  );
  if (raw === undefined) throw new Error(`The batch of task ${taskId} was not written`);
  return storedRun(raw);
}

/** `heldType`: the type that no other run may have meanwhile. */
export interface RunChange extends StoredRun {
  readonly heldType: string | null;
}

export const writeRun = (dialect: BatchDialect, taskId: string, run: RunChange) =>
  dialect.sql`UPDATE ${dialect.ledger('batch_run')} SET attempt = ${run.attempt}, opened = ${run.opened}, closed = ${run.closed}, total = ${run.total}, held_type = ${run.heldType}, updated_ms = ${dialect.nowMs} WHERE task_id = ${taskId}`;

/** Null when the task never opened a batch. */
export async function stateOfRun(
  dialect: BatchDialect,
  db: Sql,
  taskId: string,
): Promise<BatchState | null> {
  const { sql } = dialect;
  const [raw] = await ask<RawRun>(
    dialect,
    db,
    sql`SELECT attempt, opened, closed, total FROM ${dialect.ledger('batch_run')} WHERE task_id = ${taskId}`,
  );
  if (raw === undefined || !raw.opened) return null;
  return batchStateOf(storedRun(raw), await lanesOf(dialect, db, taskId));
}

export const lanesOf = async (dialect: BatchDialect, db: Sql, taskId: string): Promise<LaneRow[]> =>
  (await ask<RawLane>(dialect, db, selectLanes(dialect, taskId))).map(laneRowOf);

type RawLane = Readonly<Record<string, unknown>>;

function batchStateOf(
  { attempt, closed, total }: StoredRun,
  lanes: readonly LaneRow[],
): BatchState {
  const sum = (of: (lane: LaneRow) => number) => lanes.reduce((all, lane) => all + of(lane), 0);
  const counts = {
    succeeded: sum(({ succeeded }) => succeeded),
    failed: sum(({ failed }) => failed),
    exceptions: sum(({ exceptions }) => exceptions),
  };
  const worked = counts.succeeded + counts.failed + counts.exceptions;
  return {
    attempt,
    isClosed: closed,
    total: Math.max(total, worked), // keys that are no sequence may come in below the last one
    ...counts,
    lanes: lanes.map((lane) => laneStateOf(lane)),
  };
}

/** `work` may meet another live ordered run of the type: BatchHeldError names it. */
export async function withHeldType<T>(
  { dialect, db, faultOf }: BatchGround,
  run: BatchRun,
  { type }: BatchSource,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind !== 'row' || fault.refusal !== 'duplicate') throw error;
    const [holder] = await ask<{ task_id: string; attempt: number }>(
      dialect,
      db,
      dialect.sql`SELECT task_id, attempt FROM ${dialect.ledger('batch_run')} WHERE held_type = ${type} AND task_id <> ${run.taskId}`,
    );
    if (holder === undefined) throw error;
    throw new BatchHeldError(type, { taskId: holder.task_id, attempt: holder.attempt });
  }
}
