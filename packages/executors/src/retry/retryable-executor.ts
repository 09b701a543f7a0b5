/** A retryable as the runner and the API see it, its types erased; `retryable` makes it. */
import type { CallFailure, Database, TakenCall } from '@longshore/database';
import type { CallParams } from './call-params.js';

/** How an attempt ended; `overtaken`: a later attempt has the call. */
export type CallEnding = 'succeeded' | 'overtaken' | CallFailure['state'];

/** Who runs an attempt at a call that was taken. */
export interface CallRunner {
  readonly worker: string;
  /** Aborted when the process is told to stop: the call goes to another one. */
  readonly stopping: AbortSignal;
}

/** A retryable, as the worker's loop and the API use it. */
export interface RetryableExecutor {
  readonly name: string;
  /** Attempts at one call, until it is given up. */
  readonly mostAttempts: number;
  readonly leaseMs: number;
  readonly params: CallParams;
  /** Its calls are recorded there. Throws BusinessError where nothing can be. */
  open(database: Database): void;
  /** Runs a call that was taken, to its end in the ledger. Throws what the ledger throws. */
  runTaken(call: TakenCall, runner: CallRunner): Promise<CallEnding>;
}
