/**
 * Where the files of a task lie in the object store: the only place that builds or reads those
 * keys. Used by the API (uploads, downloads), the runner (results) and the file sweeper.
 */
import { randomUUID } from 'node:crypto';
import type { AttemptRef } from './task.js';

const RESULTS = 'results';
const UPLOADS = 'uploads';

/** First segments of all keys of tasks, for whoever lists them. */
export const FILE_ROOTS = [RESULTS, UPLOADS] as const;

/**
 * Prefix of all that one attempt writes, so that an older attempt never overwrites a newer one:
 * `results/<task>/<attempt>`.
 */
export const attemptPrefix = ({ taskId, attempt }: AttemptRef): string =>
  `${RESULTS}/${taskId}/${attempt}`;

/** Key of a file that an attempt writes: `results/<task>/<attempt>/<file>`. */
export const attemptFileKey = (attempt: AttemptRef, file: string): string =>
  `${attemptPrefix(attempt)}/${file}`;

/**
 * Prefix of what is written after a task has ended, another one for each writer:
 * `results/<task>/ended/<random>`.
 */
export const endedPrefix = (taskId: string): string => `${endedRoot(taskId)}/${randomUUID()}`;

/**
 * Key of a file that tells how a task ended early, the same for all that write it:
 * `results/<task>/ended/<newest attempt>/<file>`.
 */
export const endedFileKey = ({ taskId, attempt }: AttemptRef, file: string): string =>
  `${endedRoot(taskId)}/${attempt}/${file}`;

const endedRoot = (taskId: string): string => `${RESULTS}/${taskId}/ended`;

/** Prefix of the upload of an import: `uploads/<task>`. */
export const uploadPrefix = (taskId: string): string => `${UPLOADS}/${taskId}`;

/** Key of the upload of an import, as it came: `uploads/<task>/original`. */
export const uploadKey = (taskId: string): string => `${uploadPrefix(taskId)}/original`;

/** Key of the params of an export that are too long for its task: `uploads/<task>/params.json`. */
export const paramsKey = (taskId: string): string => `${uploadPrefix(taskId)}/params.json`;

/**
 * Keys of what an attempt found in a preview, kept as long as the upload: what is shown, and for
 * the import that is confirmed the digests of the rows by which it tells that nobody changed them,
 * and the rows themselves with what was measured over all of them.
 */
export const previewKeys = ({ taskId, attempt }: AttemptRef) => {
  const prefix = `${uploadPrefix(taskId)}/preview/${attempt}`;
  return {
    shown: `${prefix}/shown.json`,
    digests: `${prefix}/digests`,
    rows: `${prefix}/rows`,
    measure: `${prefix}/measure.json`,
  };
};

/** The task that a key belongs to; null for a key of another layout. */
export function taskOf(key: string): string | null {
  const [root, taskId] = key.split('/');
  return taskId !== undefined && FILE_ROOTS.some((known) => known === root) ? taskId : null;
}
