/** Role of the port: a snapshot to read from. */
import type { Sql } from './sql.js';

/** What an export needs. */
export interface Reader {
  /**
   * One read-only snapshot (REPEATABLE READ) for all that `work` reads; an abort cancels the
   * running query.
   */
  read<T>(signal: AbortSignal, work: (db: Sql) => Promise<T>): Promise<T>;
}
