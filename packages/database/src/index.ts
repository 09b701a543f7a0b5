/** The door: the port that adapters implement and the runner uses, and what adapters share. */
export {
  type Addition,
  type BatchColumn,
  type BatchDialect,
  type BatchGround,
  type EachUpdate,
  listed,
  type PageColumns,
  type PageEnd,
  type TableRules,
} from './batch/dialect.js';
export { createBatchLedger, sweepBatches } from './batch/ledger.js';
export {
  type ArchivedPage,
  type BatchCounts,
  type BatchDay,
  BatchHeldError,
  type BatchLedger,
  type BatchProblem,
  type BatchRecord,
  type BatchRun,
  type BatchState,
  type FailedRecord,
  type LaneRun,
  type LaneState,
  type PageOptions,
  type PageOutcome,
  type RecordOutcome,
  type WorkedPage,
} from './batch-ledger.js';
export type {
  BatchArchive,
  BatchFlags,
  BatchScope,
  BatchSource,
  FlagValue,
} from './batch-source.js';
export type { Cell } from './cell.js';
export { type CellJson, decodeCells, encodeCells, encodeIssues } from './cell-json.js';
export {
  type CorrectedRun,
  type CorrectionLedger,
  placesByTask,
  type RowHolder,
  rowsCorrectedMeanwhile,
  SEAL_BYTES,
  type WaitingRow,
  type WaitingRowsOptions,
} from './correction-ledger.js';
export type { Database } from './database.js';
export { type DetailLedger, sqlDetailLedger } from './detail-ledger.js';
export { endSilence, type SilenceWatch } from './end-silence.js';
export { parseExact } from './exact-number.js';
export { type FailedRowFile, failedRowFile } from './failed-row-file.js';
export {
  awayFault,
  conflictFault,
  faultAmongCauses,
  programFault,
  rowFault,
  systemFault,
} from './fault-causes.js';
export {
  type AnyRow,
  type EncodedQuery,
  type KeysetDialect,
  type KeysetQuery,
  keysetPages,
  type PageStatement,
} from './keyset.js';
export type { Fault, FaultKind, Lifecycle, RowFault } from './lifecycle.js';
export { noDatabase } from './no-database.js';
export { type Digits, type Key, type PageSource, pageByPage } from './page-by-page.js';
export type {
  ColumnEncoding,
  EncodedPages,
  EncodedRows,
  PageKey,
  PagePlaces,
  Pages,
} from './pages.js';
export { BEFORE_FIRST_ROW, comparePlaces, type Place, type RowRef } from './place.js';
export { keepPrinted, printedText } from './printed.js';
export type { Reader } from './reader.js';
export type {
  CallAttempt,
  CallFailure,
  CallFilter,
  CallHolder,
  CallState,
  CallTaker,
  EndedAttempt,
  NewCall,
  RetryLedger,
  StoredCall,
  TakenCall,
  TakenCalls,
} from './retry-ledger.js';
export type {
  DeclaredRoutine,
  DueRun,
  OpenedRun,
  RoutineAttempt,
  RoutineChange,
  RoutineLedger,
  RoutineRun,
  RunEnding,
  RunOutcome,
  StoredRoutine,
} from './routine-ledger.js';
export {
  type ChunkOptions,
  type ChunkOutcome,
  type Chunks,
  type ChunkTogether,
  type FailedRow,
  FencedError,
  type ImportRun,
  type Rehearse,
  type RunLedger,
  type RunState,
} from './run-ledger.js';
export type { Sql, Transaction } from './sql.js';
export { type NoteOutcome, type OutcomeWriting, sqlNoteOutcome } from './sql-note-outcome.js';
export { type RetryTables, sqlRetryLedger } from './sql-retry-ledger.js';
export { type RoutineTables, sqlRoutineLedger } from './sql-routine-ledger.js';
export { createSqlBuilder, type SqlBuilder, type SqlDialect, SqlText } from './sql-text.js';
export { type NoteUndo, sqlUndoLedger, type UndoTables } from './sql-undo-ledger.js';
export {
  type KeptRows,
  type RowsToKeep,
  rowsUndoneMeanwhile,
  type UndoLedger,
  type UndoneRows,
  type UndoState,
} from './undo-ledger.js';
export { dayValue, WallDate } from './wall-date.js';
