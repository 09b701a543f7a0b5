/**
 * How long the main thread has given no sign of life, as its lease thread sees it. Used by
 * lease-thread.mjs.
 */

/** A look that comes later than that says that the whole process stood still. */
const LONGEST_STEP_MS = 2_500;

/**
 * Returns a function that is told the counter of signs and the time, and answers for how many
 * milliseconds the counter has not moved. Time in which this thread stood still too does not count:
 * a process that was frozen was not blocked.
 * @returns {(sign: number, nowMs: number) => number}
 */
export function blockedTime() {
  let lastSign = Number.NaN;
  let lastMs = 0;
  let blockedMs = 0;
  return (sign, nowMs) => {
    const stepMs = Math.min(nowMs - lastMs, LONGEST_STEP_MS);
    blockedMs = sign === lastSign ? blockedMs + stepMs : 0;
    lastSign = sign;
    lastMs = nowMs;
    return blockedMs;
  };
}
