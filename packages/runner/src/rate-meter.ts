/** Rows per second and time left, from the rows this attempt has moved in the last ten seconds. */
import type { RowCounts } from './row-counts.js';

const WINDOW_MS = 10_000;

export interface RateMeter {
  measure(counts: RowCounts): { rowsPerSecond: number | null; etaMs: number | null };
}

/** `now`: monotonic milliseconds. */
export function createRateMeter(now: () => number = () => performance.now()): RateMeter {
  const samples: { at: number; done: number }[] = [];

  return {
    measure({ total, succeeded, failed, looked = succeeded + failed }) {
      const done = looked;
      samples.push({ at: now(), done });
      while (samples.length > 2 && (samples[1]?.at ?? 0) < now() - WINDOW_MS) samples.shift();
      const rowsPerSecond = rate(samples);
      const left = total === null ? null : Math.max(0, total - done);
      const etaMs =
        left === null || rowsPerSecond === null || rowsPerSecond === 0
          ? null
          : Math.round((left / rowsPerSecond) * 1_000);
      return { rowsPerSecond, etaMs };
    },
  };
}

function rate(samples: readonly { at: number; done: number }[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at <= 0) return null;
  return Math.round(((last.done - first.done) / (last.at - first.at)) * 1_000);
}
