/** The port to a business's database. An adapter implements it; the runner knows only the port. */
import type { BatchLedger } from './batch-ledger.js';
import type { CorrectionLedger } from './correction-ledger.js';
import type { DetailLedger } from './detail-ledger.js';
import type { Lifecycle } from './lifecycle.js';
import type { Reader } from './reader.js';
import type { RetryLedger } from './retry-ledger.js';
import type { RoutineLedger } from './routine-ledger.js';
import type { RunLedger } from './run-ledger.js';
import type { UndoLedger } from './undo-ledger.js';

/** The roles of the port together: one adapter is all of them. */
export interface Database extends Reader, RunLedger, BatchLedger, Lifecycle {
  /** Null: nothing outlives this process, so there can be no routines. */
  readonly routines: RoutineLedger | null;
  /** Null: nothing outlives this process, so a corrected row is a new one. */
  readonly corrections: CorrectionLedger | null;
  /** Null: nothing outlives this process, so no import tells each of its rows. */
  readonly details: DetailLedger | null;
  /** Null: nothing can be read and put back here, so no import can be undone. */
  readonly undo: UndoLedger | null;
  /** Null: nothing outlives this process, so no call can be recorded. */
  readonly retries: RetryLedger | null;
  /**
   * The same database under a limit of an executor: when the server says nothing for so long while
   * a statement waits, the connection is closed, and the statement fails by a fault of the system.
   */
  bounded(statementTimeoutMs: number): Database;
}
