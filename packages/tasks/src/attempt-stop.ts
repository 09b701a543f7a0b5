/** The reason of a run's AbortSignal: why it was told to stop. Used by worker and runner. */
import type { StopReason } from './task.js';

/**
 * Why an attempt was told to stop. `blocked`: its lock is lost, for JavaScript that did not come
 * back kept its worker from renewing it.
 */
export type AttemptStopReason = StopReason | 'shutdown' | 'lock-lost' | 'blocked';

/** The reason of an attempt's AbortSignal: why the attempt was told to stop. */
export class AttemptStop extends Error {
  readonly reason: AttemptStopReason;

  constructor(reason: AttemptStopReason) {
    super(`The run was told to stop: ${reason}.`);
    this.name = 'AttemptStop';
    this.reason = reason;
  }
}
