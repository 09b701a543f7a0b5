/**
 * How many rows are probably done by now: between two answers a bar goes on at the last rate, so
 * that it does not stand still for seconds while rows move. Numbers in words stay those of answers.
 */
import { POLL, type Progress } from '@longshore/contract/browser';

/** `sinceMs`: the age of the answer. Stops short of the end, and when no answer comes for long. */
export function expectedDone({ done, total, rowsPerSecond }: Progress, sinceMs: number): number {
  if (total === null || rowsPerSecond === null) return done;
  const ahead = (rowsPerSecond * Math.min(Math.max(sinceMs, 0), LONGEST_MS)) / 1_000;
  return Math.max(done, Math.min(done + ahead, total * ALMOST));
}

const LONGEST_MS = POLL.slowMs;
const ALMOST = 0.99;
