/**
 * Runs of imports in the table `longshore.run`: who may write, and how far they came. Each function
 * is one statement.
 */
import {
  type ChunkOutcome,
  FencedError,
  type ImportRun,
  type RunState,
  type Sql,
} from '@longshore/database';
import pg from 'pg';
import { endFrozenChunks, waitingMark } from './end-frozen-chunks.js';

const STATE = 'cursor_part, cursor_row, succeeded, failed';

/** A row of `longshore.run`, as far as it tells where the run stands. */
export interface StoredState {
  readonly cursor_part: number;
  readonly cursor_row: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** The port's form of a stored state. */
export const stateOf = (stored: StoredState): RunState => ({
  cursor: { part: stored.cursor_part, row: stored.cursor_row },
  succeeded: stored.succeeded,
  failed: stored.failed,
});

/**
 * A newer attempt takes over, also a closed run, and ends the chunk of an attempt whose worker is
 * frozen; the same attempt may ask again. Else FencedError.
 */
export async function openRun(db: Sql, run: ImportRun): Promise<RunState> {
  const opening = db.query<StoredState>(
    `${waitingMark(run)} INSERT INTO longshore.run AS run (task_id, attempt, opened, closed) VALUES ($1, $2, true, false)
     ON CONFLICT (task_id) DO UPDATE SET attempt = excluded.attempt, opened = true, closed = false, updated_at = now()
     WHERE run.attempt < excluded.attempt OR (run.attempt = excluded.attempt AND NOT run.closed)
     RETURNING ${STATE}`,
    [run.taskId, run.attempt],
  );
  const [stored] = await endFrozenChunks(db, run, opening);
  if (stored === undefined) throw new FencedError(run);
  return stateOf(stored);
}

/**
 * Until the transaction ends nobody else writes for this task. Finds nothing when the attempt may
 * write no more.
 * Its values stand in the text, so that it can travel in one message with other statements.
 */
export const lockRun = ({ taskId, attempt }: ImportRun): string =>
  `SELECT ${STATE} FROM longshore.run
   WHERE task_id = ${pg.escapeLiteral(taskId)} AND attempt = ${whole(attempt)} AND opened AND NOT closed FOR UPDATE`;

/** As lockRun, which must come first. */
export const advanceRun = (
  { taskId }: ImportRun,
  { cursor, succeeded, failed }: ChunkOutcome,
): string =>
  `UPDATE longshore.run SET cursor_part = ${whole(cursor.part)}, cursor_row = ${whole(cursor.row)}, succeeded = succeeded + ${whole(succeeded)}, failed = failed + ${failed.length},
     updated_at = now()
   WHERE task_id = ${pg.escapeLiteral(taskId)} RETURNING ${STATE}`;

function whole(value: number): number {
  if (!Number.isSafeInteger(value))
    throw new TypeError(`A run is counted in whole numbers, not in ${value}`);
  return value;
}

/**
 * Waits for a chunk in flight. A run that was never opened leaves a closed row behind, so that its
 * attempt cannot open it later.
 */
export async function fenceRun(db: Sql, run: ImportRun): Promise<RunState | null> {
  const [row] = await db.query<StoredState & { opened: boolean }>(
    `INSERT INTO longshore.run AS run (task_id, attempt, opened, closed) VALUES ($1, $2, false, true)
     ON CONFLICT (task_id) DO UPDATE SET
       attempt = greatest(run.attempt, excluded.attempt),
       closed = run.closed OR run.attempt <= excluded.attempt,
       updated_at = now()
     RETURNING ${STATE}, opened`,
    [run.taskId, run.attempt],
  );
  if (row === undefined) throw new Error(`fenceRun: the run of task ${run.taskId} was not written`);
  return row.opened ? stateOf(row) : null;
}

/** Failed rows go with their run. */
export async function sweepRuns(db: Sql, ageMs: number): Promise<void> {
  await db.query(
    `DELETE FROM longshore.run WHERE updated_at < now() - $1 * interval '1 millisecond'`,
    [ageMs],
  );
}
