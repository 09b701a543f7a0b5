/**
 * Calls a minute per owner, counted in this process; a minute begins with an owner's first call.
 */
import { AppError } from '@longshore/contract';

const MINUTE_MS = 60_000;

interface Window {
  calls: number;
  readonly endsAt: number;
}

/** Counts a call of `owner`. Throws AppError rate_limited with the seconds to wait. */
export function limitRate(
  perMinute: number,
  now: () => number = Date.now,
): (owner: string) => void {
  const windows = new Map<string, Window>();
  let sweepAt = 0;

  return (owner) => {
    const time = now();
    if (time >= sweepAt) sweep(time);
    const window = openWindow(owner, time);
    window.calls++;
    if (window.calls > perMinute)
      throw new AppError('rate_limited', {
        values: { seconds: Math.ceil((window.endsAt - time) / 1_000) },
      });
  };

  function openWindow(owner: string, time: number): Window {
    const last = windows.get(owner);
    if (last !== undefined && last.endsAt > time) return last;
    const window = { calls: 0, endsAt: time + MINUTE_MS };
    windows.set(owner, window);
    return window;
  }

  /** Owners who stay away are forgotten. */
  function sweep(time: number): void {
    for (const [owner, { endsAt }] of windows) if (endsAt <= time) windows.delete(owner);
    sweepAt = time + MINUTE_MS;
  }
}
