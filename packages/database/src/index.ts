/** The door: the port that adapters implement and the runner uses. */
export type { Cell } from './cell.js';
export type { Database } from './database.js';
export type { FaultKind, Lifecycle } from './lifecycle.js';
export type { Pages, RawForm, RawPages, RawRows } from './pages.js';
export type { Reader } from './reader.js';
export {
  type ChunkOptions,
  type ChunkOutcome,
  type FailedRow,
  FencedError,
  type ImportRun,
  type RunLedger,
  type RunState,
} from './run-ledger.js';
export type { Sql, Transaction } from './sql.js';
