/** The door for browsers: types and constants without zod at run time. */
export type {
  Attempt,
  ClearTaskIn,
  Counts,
  GetTaskStatusIn,
  LedgerRecord,
  Problem,
  Progress,
  RegisterExportIn,
  RegisterOut,
  RowIssue,
  StateOut,
  TaskList,
  TaskListQuery,
  TaskResultOut,
  TypeInfo,
  UploadOptions,
} from './schemas.js';
export * from './zod-free.js';
