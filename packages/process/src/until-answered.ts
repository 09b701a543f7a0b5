/** Waits at a start for a part that starts too, or is busy. Used by open-services.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@longshore/contract';
import type { Log } from '@longshore/tasks';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 500;

/**
 * Asks again as long as what `ask` throws may pass, and for at most `patienceMs`. Throws the last
 * error.
 */
export async function untilAnswered(
  ask: () => Promise<void>,
  log: Log,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const mayPass = error instanceof AppError && error.retryable;
      if (!mayPass || performance.now() - began >= patienceMs) throw error;
      log.warn({}, `asking again: ${error.message}`);
      await sleep(PAUSE_MS);
    }
  }
}
