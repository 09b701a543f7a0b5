/** Repeats a write to Redis through an outage, as long as its result can still matter. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@longshore/contract';

const PAUSE_MS = 500;

/**
 * Throws the last error once `until` has passed, and at once for anything that is not an outage.
 * `until` is a time of `performance.now()`: this host's time of day may be wrong.
 */
export async function retryUntil<T>(
  write: () => Promise<T>,
  { until }: { until: number },
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof AppError && error.retryable) || performance.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
