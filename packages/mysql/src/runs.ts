/**
 * Runs of imports in the table `longshore_run`: who may write, and how far the run came. Each
 * function works inside a transaction of its caller.
 */
import {
  type ChunkOutcome,
  FencedError,
  type ImportRun,
  type RunState,
  type Sql,
} from '@longshore/database';

interface StoredRun {
  readonly attempt: number;
  readonly opened: boolean;
  readonly closed: boolean;
  readonly cursor_part: number;
  readonly cursor_row: number;
  readonly succeeded: number;
  readonly failed: number;
}

const COLUMNS = 'attempt, opened, closed, cursor_part, cursor_row, succeeded, failed';

const stateOf = (stored: StoredRun): RunState => ({
  cursor: { part: stored.cursor_part, row: stored.cursor_row },
  succeeded: stored.succeeded,
  failed: stored.failed,
});

/**
 * A newer attempt takes over, also a closed run; the same attempt may ask again. Else FencedError.
 */
export async function openRun(tx: Sql, run: ImportRun): Promise<RunState> {
  const stored = await lockedRun(tx, run);
  const mayOpen =
    stored.attempt < run.attempt || (stored.attempt === run.attempt && !stored.closed);
  if (!mayOpen) throw new FencedError(run);
  await tx.query(
    'UPDATE longshore_run SET attempt = ?, opened = true, closed = false, updated_at = CURRENT_TIMESTAMP(3) WHERE task_id = ?',
    [run.attempt, run.taskId],
  );
  return stateOf(stored);
}

/**
 * Waits for a chunk in flight. A run that was never opened leaves a closed row behind, so that its
 * attempt cannot open the run later.
 */
export async function fenceRun(tx: Sql, run: ImportRun): Promise<RunState | null> {
  const stored = await lockedRun(tx, run);
  await tx.query(
    `UPDATE longshore_run SET closed = ?, attempt = ?, updated_at = CURRENT_TIMESTAMP(3) WHERE task_id = ?`,
    [
      stored.closed || stored.attempt <= run.attempt,
      Math.max(stored.attempt, run.attempt),
      run.taskId,
    ],
  );
  return stored.opened ? stateOf(stored) : null;
}

/** The run's row, made when it was not there, locked until the transaction ends. */
async function lockedRun(tx: Sql, { taskId }: ImportRun): Promise<StoredRun> {
  await tx.query(
    `INSERT INTO longshore_run (task_id, attempt, opened, closed, updated_at)
     VALUES (?, 0, false, false, CURRENT_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE task_id = task_id`,
    [taskId],
  );
  const [stored] = await tx.query<StoredRun>(
    `SELECT ${COLUMNS} FROM longshore_run WHERE task_id = ? FOR UPDATE`,
    [taskId],
  );
  if (stored === undefined) throw new Error(`The run of task ${taskId} was not written`);
  return stored;
}

/**
 * Until the transaction ends nobody else writes for this task. Throws FencedError when the attempt
 * may write no more.
 */
export async function lockRun(tx: Sql, run: ImportRun): Promise<RunState> {
  const [stored] = await tx.query<StoredRun>(
    `SELECT ${COLUMNS} FROM longshore_run WHERE task_id = ? AND attempt = ? AND opened AND NOT closed FOR UPDATE`,
    [run.taskId, run.attempt],
  );
  if (stored === undefined) throw new FencedError(run);
  return stateOf(stored);
}

/** After lockRun. Returns the new state. */
export async function advanceRun(
  tx: Sql,
  { taskId }: ImportRun,
  before: RunState,
  { cursor, succeeded, failed }: ChunkOutcome,
): Promise<RunState> {
  const after = {
    cursor: { part: cursor.part, row: cursor.row },
    succeeded: before.succeeded + succeeded,
    failed: before.failed + failed.length,
  };
  await tx.query(
    `UPDATE longshore_run SET cursor_part = ?, cursor_row = ?, succeeded = ?, failed = ?, updated_at = CURRENT_TIMESTAMP(3) WHERE task_id = ?`,
    [cursor.part, cursor.row, after.succeeded, after.failed, taskId],
  );
  return after;
}

/** Failed rows go with their run. */
export async function sweepRuns(db: Sql, ageMs: number): Promise<void> {
  await db.query(
    `DELETE run FROM longshore_routine_run AS run
     JOIN (SELECT type, MAX(tick) AS newest FROM longshore_routine_run GROUP BY type) AS kept ON kept.type = run.type
     WHERE run.tick < kept.newest AND run.ended_at < UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3)) * 1000 - ?`,
    [ageMs],
  );
  await db.query(
    'DELETE FROM longshore_run WHERE updated_at < CURRENT_TIMESTAMP(3) - INTERVAL ? MICROSECOND',
    [ageMs * 1_000],
  );
}
