/** The door: what a business is written with, and what runner and apps need to serve it. */
export { plainCaller, type TaskCaller } from '@longshore/contract';
export type { Cell } from '@longshore/database';
export { type ArchiveOptions, archiveRoutine } from './archive-routine.js';
export type { BatchContext } from './batch-context.js';
export type {
  BatchExecutor,
  BatchOutcome,
  DayWindow,
  ProcessContext,
  RecordRefusal,
  ThrottleContext,
} from './batch-executor.js';
export type { FlagMap, SourceDefinition } from './batch-source-of.js';
export { BusinessError } from './business-error.js';
export { causeText } from './cause-text.js';
export { isBlank } from './cell-text.js';
export type { Column, ColumnKind } from './column.js';
export type { ColumnMeta } from './column-meta.js';
export { columnNote } from './column-note.js';
export { columnsInZone } from './columns-in-zone.js';
export { columnsIn, columnsOf, headerKey, isCellProblem } from './columns-of.js';
export { createDateEvidence, type DateEvidence } from './date-evidence.js';
export { type BatchDefinition, defineBatch } from './define-batch.js';
export { type Business, type BusinessOptions, defineBusiness } from './define-business.js';
export { defineExport, type ExportDefinition } from './define-export.js';
export { defineImport, type ImportDefinition, type SaveContext } from './define-import.js';
export { defineRoutine, type RoutineDefinition } from './define-routine.js';
export { byKey, byPriority, type DispatchPolicy, fifo } from './dispatch-policy.js';
export { endRun } from './end-run.js';
export type * from './executor.js';
export { checkRowsOf, type RowCheck } from './exported-rows.js';
export { KINDS } from './kinds.js';
export { labels } from './labels.js';
export { limitsOf } from './limits-of.js';
export { type LoadedBusiness, loadBusiness } from './load-business.js';
export { MASK, maskColumns } from './mask-columns.js';
export { may, mayStart } from './may.js';
export { yearFirst } from './parse-date.js';
export { hasTwoReadings } from './parse-number.js';
export { refuse } from './refuse.js';
export { refuseUnkept } from './refuse-unkept.js';
export { type CallContext, RetryLaterError } from './retry/call-context.js';
export {
  type CallOptions,
  type Retryable,
  type RetryableOptions,
  retryable,
} from './retry/retryable.js';
export type * from './retry/retryable-executor.js';
export type * from './routine-executor.js';
export { declareRoutines, limitsOfRun, routineLedger, routinesOf } from './routines-of.js';
export { type KeyReader, keyReader, valueKey } from './row-key.js';
export { startOfDay } from './start-of-day.js';
export {
  createEvidence,
  type Evidence,
  type NumberForms,
  type TextForms,
} from './text-evidence.js';
export type { Title } from './title.js';
export { type ValidatedRow, validateRow } from './validate-row.js';
export { editedPlaces, hasCause, type RowEdits, rowEditor } from './waiting/row-edits.js';
export { layoutText, type PartLayout, type RowsLayout } from './waiting/rows-layout.js';
export type { WaitingColumn, WaitingPart } from './waiting/united-columns.js';
export {
  indexOfIssue,
  indexOfName,
  openWaitingTable,
  shownCell,
  type WaitingTable,
  type WaitingTableRow,
} from './waiting/waiting-table.js';
export { type WatchOptions, watchRoutine } from './watch-routine.js';
export { wordIssue } from './word-issue.js';
