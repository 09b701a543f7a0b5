/** When a call that failed is run again. */
const FACTOR = 6;
const LONGEST_MS = 3_600_000;

/**
 * Six times as long after each attempt, an hour at most; a quarter more or less, so that a herd
 * spreads.
 */
export function retryDelayMs(
  firstDelayMs: number,
  spent: number,
  random: () => number = Math.random,
): number {
  const base = Math.min(firstDelayMs * FACTOR ** (spent - 1), LONGEST_MS);
  return Math.round(base * (0.75 + random() / 2));
}
