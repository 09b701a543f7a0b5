/** The door for browsers: types and constants without zod at run time. */
export type { Alarm, AlarmList } from './alarm-schemas.js';
export type { AuditEntry, AuditExportQuery, AuditList, AuditQuery } from './audit-schemas.js';
export type {
  BulkIn,
  BulkOut,
  Me,
  Overview,
  QueueState,
  StorageUsed,
  TaskStory,
  Throughput,
  ThroughputQuery,
  WorkerState,
} from './desk-schemas.js';
export type { Mapping } from './header-schemas.js';
export type { ImportMode, ImportPolicy } from './import-policies.js';
export type {
  Attempt,
  Choice,
  FileLayout,
  LedgerRecord,
  TaskFilesOut,
  TaskList,
  TaskListQuery,
} from './ledger-schemas.js';
export type {
  CountedCause,
  FailedRowOut,
  FailedRowsOut,
  FailedRowsQuery,
  MendColumn,
  MendRowsIn,
  MendRowsOut,
  RowCause,
  ShownCell,
} from './mend-schemas.js';
export type {
  Cause,
  Difference,
  PreviewCounts,
  PreviewDepth,
  PreviewOut,
  UndoIn,
  UndoOut,
} from './preview-schemas.js';
export type { FailedRecord, FailedRecordsOut } from './record-schemas.js';
export type {
  RetriesIn,
  RetriesOut,
  RetryList,
  RetryListQuery,
  RetryOut,
  RetryStory,
} from './retry-schemas.js';
export type { RoutineList, RoutineOut, RoutineRunOut, RoutineRuns } from './routine-schemas.js';
export type { Counts, Progress } from './schema-parts.js';
export type {
  ClearTaskIn,
  GetTaskStatusIn,
  Problem,
  RegisterBatchIn,
  RegisterExportIn,
  RegisterOut,
  RetryIn,
  RowIssue,
  StateOut,
  TaskResultOut,
  TypeInfo,
  UploadOptions,
} from './schemas.js';
export type { BatchStatisticsOut } from './statistics-schemas.js';
export * from './zod-free.js';
