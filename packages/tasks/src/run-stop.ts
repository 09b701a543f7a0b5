/** The reason of a run's AbortSignal: why it was told to stop. Used by worker and runner. */
import type { StopReason } from './task.js';

export type RunStopReason = StopReason | 'shutdown' | 'lock-lost';

export class RunStop extends Error {
  readonly reason: RunStopReason;

  constructor(reason: RunStopReason) {
    super(`The run was told to stop: ${reason}.`);
    this.name = 'RunStop';
    this.reason = reason;
  }
}
