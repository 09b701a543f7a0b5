/** What a retryable function is told, and what its callers are told. */

/** What the function of a retryable is told beside its params. */
export interface CallContext {
  /** The business's own key: hand it to the service, so that it takes the call once. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** An earlier attempt was made: perhaps it did all of the work. */
  readonly isRetry: boolean;
  /** Aborted when the call takes too long, must stop, or was taken over. */
  readonly signal: AbortSignal;
}

/**
 * A call that did not end well now, and is run again later by itself. `cause`: what the function
 * threw.
 */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
  readonly callId: string;
  /** The business's own key. */
  readonly key: string;

  constructor(
    call: { readonly id: string; readonly name: string; readonly key: string },
    reason: string,
    options: { readonly cause: unknown },
  ) {
    super(`${call.name} (${call.key}) is run again later: ${reason}`, options);
    this.callId = call.id;
    this.key = call.key;
  }
}
