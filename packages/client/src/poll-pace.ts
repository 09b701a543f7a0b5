/** When to ask next: pure rules, used by watch-task.ts. All times in milliseconds. */
import { POLL } from '@longshore/contract/browser';

const JITTER = 0.1;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * What the server told, and up to a tenth more, so that many clients spread out. Never less than
 * told.
 */
export function paceMs(toldMs: number, random: number): number {
  return Math.ceil(Math.max(toldMs, POLL.quickMs) * (1 + JITTER * random));
}

/**
 * After `failures` errors in a row (1 for the first): doubling from one second to a minute, and not
 * before the server's Retry-After.
 */
export function backoffMs(failures: number, retryAfterMs: number | null, random: number): number {
  const doubled = Math.min(POLL.quickMs * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  return paceMs(Math.max(doubled, retryAfterMs ?? 0), random);
}
