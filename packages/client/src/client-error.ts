/**
 * The one error that calls of this client reject with, apart from an abort (which keeps the
 * signal's reason).
 */
import type { ErrorCode, Problem } from '@longshore/contract/browser';

/**
 * A code of the contract; or `network`: no answer came; `bad_answer`: what came is not the
 * contract's JSON.
 */
export type ClientErrorCode = ErrorCode | 'network' | 'bad_answer';

export interface ClientErrorDetails {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** What `Retry-After` said, in milliseconds. */
  readonly retryAfterMs?: number | null;
  /** Of `slot_taken`: the live task. */
  readonly taskId?: string | null;
  /** Places in the caller's input. */
  readonly errors?: Problem['errors'];
  readonly cause?: unknown;
}

/**
 * A call that failed: no answer came, or the server refused. `code` is the contract's, or the
 * client's own.
 */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly taskId: string | null;
  readonly errors: NonNullable<Problem['errors']>;

  constructor(code: ClientErrorCode, message: string, details: ClientErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'ClientError';
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.taskId = details.taskId ?? null;
    this.errors = details.errors ?? [];
  }

  /**
   * Whether the same call may succeed a little later: no answer, too many requests, or the server's
   * own trouble.
   */
  get retryable(): boolean {
    return this.status === null || this.status === 429 || this.status >= 500;
  }
}
