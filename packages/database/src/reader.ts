/** Role of the port: a snapshot to read from. */
import type { Sql } from './sql.js';

/** What an export needs. */
export interface Reader {
  /**
   * One read-only snapshot for all that `work` reads: it sees no commit that comes later. An abort
   * cancels the running query, and the signal's reason is thrown.
   */
  read<T>(signal: AbortSignal, work: (db: Sql) => Promise<T>): Promise<T>;
}
