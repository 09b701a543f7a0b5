/** Waits for a condition, never for a time. */
import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 25;

interface WaitOptions {
  /** Named in the error. */
  readonly what: string;
  readonly timeoutMs?: number;
}

/** The first value of `probe` that is neither null, undefined nor false. What `probe` throws goes on. */
export async function waitUntil<T>(
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { what, timeoutMs = 10_000 }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(STEP_MS);
  }
}
