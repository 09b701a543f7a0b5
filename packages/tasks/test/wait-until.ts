/** Waits for a condition, never for a time. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The first value of `look` that is neither null, undefined nor false. */
export async function waitUntil<T>(
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  what: string,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(20);
  }
}
