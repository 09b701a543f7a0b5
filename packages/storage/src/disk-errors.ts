/** What errors of the file system mean; used by the disk store. */
import type { AppError } from '@longshore/contract';
import { codeOf, storeUnavailable } from './store-errors.js';

const REFUSED = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ERR_FS_EISDIR',
]);

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

export const diskUnavailable = (doing: string, cause: unknown): AppError =>
  storeUnavailable(doing, cause, !REFUSED.has(codeOf(cause)));
