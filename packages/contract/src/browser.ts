/** The door for browsers: types and constants without zod at run time. */
export type {
  Attempt,
  ClearTaskIn,
  Counts,
  GetTaskStatusIn,
  ImportOptions,
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
} from './schemas.js';
export * from './zod-free.js';
