/**
 * What both doors export: phases, kinds, error codes, sentences. Nothing here imports zod at run
 * time.
 */
export * from './accept-language.js';
export * from './alarm-causes.js';
export { AppError, type AppErrorOptions, errorSentence } from './app-error.js';
export * from './audit-acts.js';
export * from './database-refusals.js';
export * from './duplicates.js';
export { ERROR_CODES, type ErrorCode, isErrorCode } from './error-codes.js';
export * from './kinds.js';
export * from './languages.js';
export type { Locale } from './locale.js';
export {
  fill,
  type MessageKey,
  type MessageValues,
  message,
  phaseName,
} from './messages.js';
export { noTask } from './no-task.js';
export * from './notices.js';
export * from './parts.js';
export * from './phases.js';
export * from './poll-pace.js';
export * from './row-issues.js';
export { canRunAgain } from './run-again.js';
export type * from './shown-preview.js';
export * from './task-caller.js';
export * from './time-zone.js';
export { allWorded, valueInAll, worded } from './worded.js';
