/** Waiting for a condition instead of sleeping. Used by every part of the stack and by tests. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Default 60 s, which is no promise: a wait on a busy machine is to end well. */
  readonly timeoutMs?: number;
  /**
   * How long to pause between two looks. Default: 25 ms at first, 100 ms when 2 s have gone by, as
   * a look may cost the processor more than what it waits for.
   */
  readonly everyMs?: number;
  /** What is awaited, for the error: `Waited 60 s for <what>.` */
  readonly what: string;
}

type Falsy = false | null | undefined | 0 | '';

/**
 * Resolves with the first truthy value of `condition`. Throws when time is up, or at once when
 * `condition` throws.
 */
export async function waitUntil<T>(
  condition: () => T | Falsy | Promise<T | Falsy>,
  { timeoutMs = 60_000, everyMs, what }: WaitOptions,
): Promise<T> {
  const began = performance.now();
  for (;;) {
    const value = await condition();
    if (value) return value;
    const waitedMs = performance.now() - began;
    if (waitedMs > timeoutMs) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    await sleep(everyMs ?? usualPauseMs(waitedMs));
  }
}

const usualPauseMs = (waitedMs: number): number => Math.min(100, Math.max(25, waitedMs / 20));
