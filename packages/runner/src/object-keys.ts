/**
 * The object keys that uploads and runs may write: by task, and by attempt, so that a zombie cannot
 * overwrite a result.
 */
import type { Run } from '@longshore/tasks';

/**
 * Everything one attempt of a task writes lies under this prefix, so an older attempt can never
 * overwrite a newer one.
 */
export const attemptPrefix = (run: Run): string => `results/${run.taskId}/${run.attempt}`;
/** Where the upload of an import lies. */
export const uploadPrefix = (taskId: string): string => `uploads/${taskId}`;
