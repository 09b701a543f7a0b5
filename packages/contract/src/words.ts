/** The door for browsers: types and constants without zod at run time. */
export { AppError, type AppErrorOptions, errorSentence } from './app-error.js';
export { ERROR_CODES, type ErrorCode } from './error-codes.js';
export * from './kinds.js';
export { fill, languageOf, type MessageKey, type MessageValues, message, phaseName } from './messages.js';
export * from './phases.js';
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
