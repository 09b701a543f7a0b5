/** Repeats a write to Redis through an outage, as long as its result can still matter. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@longshore/contract';

/** Up to as much again by chance: the runs of a fleet do not come back in one moment. */
const PAUSE_MS = 300;

interface RetryUntilOptions {
  /** A time of `performance.now()`: this host's time of day may be wrong. */
  readonly until: number;
  /** Hears of each outage that a repetition waits out. */
  readonly onOutage?: (error: AppError) => void;
}

/**
 * Throws the last error once `until` has passed, and at once for anything that is not an outage.
 */
export async function retryUntil<T>(
  write: () => Promise<T>,
  { until, onOutage }: RetryUntilOptions,
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof AppError && error.retryable) || performance.now() > until) throw error;
      onOutage?.(error);
      await sleep(PAUSE_MS * (1 + Math.random()));
    }
  }
}
