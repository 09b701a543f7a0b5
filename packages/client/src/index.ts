/**
 * The framework-free door: calls, watching, and the button as a state machine. Browsers and Node.
 */
export {
  type AnswerName,
  answerEvent,
  BUTTON_TRANSITIONS,
  type ButtonEvent,
  type ButtonState,
  type ButtonStateName,
  type Failure,
  INITIAL_STATE,
  nextName,
  reduceButton,
} from './button-state.js';
export { type ButtonSettings, createExportButton, createImportButton } from './buttons.js';
export { ClientError, type ClientErrorCode } from './client-error.js';
export type { TaskClientOptions } from './connection.js';
export type { CallOptions, HeaderValues } from './request.js';
export { createTaskButton, type TaskButton, type TaskButtonOptions } from './task-button.js';
export {
  type BatchRequest,
  createTaskClient,
  type ExportRequest,
  type ImportRequest,
  type TaskClient,
} from './task-client.js';
export type { UploadCallOptions, UploadProgress } from './upload.js';
export { currentVisibility, type Visibility, type VisibilityState } from './visibility.js';
export { type WatchEvent, type WatchOptions, watchTask } from './watch-task.js';
