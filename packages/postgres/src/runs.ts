/** Runs of imports in the table `longshore.run`: who may write, and how far they came. Each function is one statement. */
import { type ChunkOutcome, FencedError, type ImportRun, type RunState, type Sql, type Transaction } from '@longshore/executors';

const STATE = 'cursor, succeeded, failed';

/** A newer attempt takes over, also a closed run; the same attempt may ask again. Else FencedError. */
export async function openRun(db: Sql, run: ImportRun): Promise<RunState> {
  const [state] = await db.query<RunState>(
    `INSERT INTO longshore.run AS run (task_id, attempt, opened, closed) VALUES ($1, $2, true, false)
     ON CONFLICT (task_id) DO UPDATE SET attempt = excluded.attempt, opened = true, closed = false, updated_at = now()
     WHERE run.attempt < excluded.attempt OR (run.attempt = excluded.attempt AND NOT run.closed)
     RETURNING ${STATE}`,
    [run.taskId, run.attempt],
  );
  if (state === undefined) throw new FencedError(run);
  return state;
}

/** Until the transaction ends nobody else writes for this task. */
export async function lockRun(tx: Transaction, run: ImportRun): Promise<RunState> {
  const [state] = await tx.query<RunState>(
    `SELECT ${STATE} FROM longshore.run WHERE task_id = $1 AND attempt = $2 AND opened AND NOT closed FOR UPDATE`,
    [run.taskId, run.attempt],
  );
  if (state === undefined) throw new FencedError(run);
  return state;
}

export async function advanceRun(tx: Transaction, run: ImportRun, { cursor, succeeded, failed }: ChunkOutcome): Promise<RunState> {
  const [state] = await tx.query<RunState>(
    `UPDATE longshore.run SET cursor = $2, succeeded = succeeded + $3, failed = failed + $4, updated_at = now()
     WHERE task_id = $1 RETURNING ${STATE}`,
    [run.taskId, cursor, succeeded, failed.length],
  );
  if (state === undefined) throw new FencedError(run);
  return state;
}

/** Waits for a chunk in flight. A run that was never opened leaves a closed row behind, so that its attempt cannot open it later. */
export async function closeRun(db: Sql, run: ImportRun): Promise<RunState | null> {
  const [row] = await db.query<RunState & { opened: boolean }>(
    `INSERT INTO longshore.run AS run (task_id, attempt, opened, closed) VALUES ($1, $2, false, true)
     ON CONFLICT (task_id) DO UPDATE SET
       attempt = greatest(run.attempt, excluded.attempt),
       closed = run.closed OR run.attempt <= excluded.attempt,
       updated_at = now()
     RETURNING ${STATE}, opened`,
    [run.taskId, run.attempt],
  );
  if (row === undefined) throw new Error(`closeRun: the run of task ${run.taskId} was not written`);
  const { opened, cursor, succeeded, failed } = row;
  return opened ? { cursor, succeeded, failed } : null;
}

/** Failed rows go with their run. */
export async function sweepRuns(db: Sql, ageMs: number): Promise<void> {
  await db.query(`DELETE FROM longshore.run WHERE updated_at < now() - $1 * interval '1 millisecond'`, [ageMs]);
}
