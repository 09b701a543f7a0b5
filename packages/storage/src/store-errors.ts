/** Turns what a store's own parts throw into the errors of the contract. */
import { AppError } from '@longshore/contract';

/** `doing` says what was being done, to which key. An AppError passes unchanged. */
export function storeUnavailable(doing: string, cause: unknown, retryable = true): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError(isFull(cause) ? 'store_full' : 'store_unavailable', {
    message: `The object store failed to ${doing}: ${reasonOf(cause)}`,
    cause,
    retryable,
  });
}

/** Codes of file systems, MinIO, Ceph and other servers that have no room left. */
const FULL = new Set([
  ...['ENOSPC', 'EDQUOT'],
  ...[
    'XMinioStorageFull',
    'XMinioAdminBucketQuotaExceeded',
    'QuotaExceeded',
    'InsufficientStorage',
  ],
]);

/** No room is left, so that the same request at once is of no use. */
export const isFull = (error: unknown): boolean => FULL.has(codeOf(error));

export const fileGone = (key: string, cause?: unknown): AppError =>
  new AppError('file_gone', { message: `The object ${key} is not in the store.`, cause });

/** With its code, which names what a server's message only describes. */
export function reasonOf(cause: unknown): string {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  const code = codeOf(cause);
  return reason.includes(code) ? reason : `${code}: ${reason}`;
}

/** The `code` of an error of Node or of an S3 server; empty when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
