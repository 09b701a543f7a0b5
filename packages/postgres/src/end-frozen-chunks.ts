/**
 * A later attempt waits for the chunk of an earlier one. When the worker of that chunk is frozen,
 * the server would keep it for `chunkIdleTimeoutMs`: the later attempt, which the task store let
 * pass, has it ended sooner. Used by the port's openRun.
 */
import type { ImportRun, Sql } from '@longshore/database';

/** How long an attempt waits, and how long a chunk has said nothing, before the chunk is ended. */
const PATIENCE_MS = 5_000;

/** In front of the statement that waits, by which another connection finds it. */
export const waitingMark = ({ taskId }: ImportRun): string => `/* openRun ${taskId} */`;

/** Ends the chunks that `waiting` waits for, while it does. `db`: on connections of their own. */
export async function endFrozenChunks<T>(db: Sql, run: ImportRun, waiting: Promise<T>): Promise<T> {
  // when it cannot be asked, the chunk ends by its own limit
  const end = () =>
    void db.query(END_HOLDERS, [`${waitingMark(run)}%`, PATIENCE_MS]).catch(() => {});
  const timer = setInterval(end, PATIENCE_MS);
  return waiting.finally(() => clearInterval(timer));
}

/** Each user may end the connections of his own. */
const END_HOLDERS = `
  SELECT pg_terminate_backend(holder.pid)
  FROM pg_stat_activity AS waiting
  CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocking (pid)
  JOIN pg_stat_activity AS holder ON holder.pid = blocking.pid
  WHERE waiting.query LIKE $1 AND waiting.wait_event_type = 'Lock' AND waiting.datname = current_database()
    AND holder.state = 'idle in transaction'
    AND holder.state_change < clock_timestamp() - $2 * interval '1 millisecond'`;
