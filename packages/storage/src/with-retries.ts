/** Repeats one request of an S3 store while a repetition can heal it. */
import { setTimeout as sleep } from 'node:timers/promises';

interface RetryOptions {
  /** Tries in all. */
  readonly tries: number;
  readonly signal: AbortSignal;
  canHeal(error: unknown): boolean;
}

const FIRST_PAUSE_MS = 100;

/** Pauses of 100, 200, 400… ms and up to as much again by chance. Throws the last error. */
export async function withRetries<T>(
  work: () => Promise<T>,
  { tries, signal, canHeal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= tries || signal.aborted || !canHeal(error)) throw error;
      await sleep(pauseMs(attempt), undefined, { signal }).catch(() => {
        throw error; // rejects only when aborted, and what failed before says more
      });
    }
  }
}

const pauseMs = (attempt: number): number =>
  FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random());
