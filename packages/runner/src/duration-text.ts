/** A duration in the summary of a task. */

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** `1:02:03`; the seconds are rounded up, so that no task took nothing. */
export function durationText(durationMs: number): string {
  const seconds = Math.ceil(Math.max(0, durationMs) / SECOND_MS);
  const minutes = Math.floor(seconds / MINUTE_S) % MINUTE_S;
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / HOUR_S)}:${twoDigits(minutes)}:${twoDigits(seconds % MINUTE_S)}`;
}
