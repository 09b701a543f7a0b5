/** The reason of a run's AbortSignal: why it was told to stop. Used by worker and runner. */
import type { StopReason } from './task.js';

export type AttemptStopReason = StopReason | 'shutdown' | 'lock-lost';

export class AttemptStop extends Error {
  readonly reason: AttemptStopReason;

  constructor(reason: AttemptStopReason) {
    super(`The run was told to stop: ${reason}.`);
    this.name = 'AttemptStop';
    this.reason = reason;
  }
}
