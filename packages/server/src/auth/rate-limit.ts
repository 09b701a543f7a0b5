/**
 * A limit of calls a minute for each caller, an owner or an address, over the whole fleet. A call
 * is counted in the memory of this process, so that a poll stays as cheap as it is; once a second
 * the counts that matter are added up in Redis. A caller may thus exceed the limit by what he calls
 * within that second. While Redis is away each process limits by what it counted itself.
 */
import { AppError } from '@longshore/contract';
import type { TaskStore } from '@longshore/tasks';

export interface RateLimit {
  /** Counts a call. Throws AppError rate_limited with the seconds to wait. */
  count(caller: string): void;
  /** Throws where the next call would, without counting. */
  check(caller: string): void;
  /** Adds the counts of this process to those of the fleet, and learns the counts of the others. */
  share(): Promise<void>;
}

interface RateLimitOptions {
  /** Names the counts in Redis. */
  readonly name: string;
  readonly perMinute: number;
  readonly tasks: Pick<TaskStore, 'countCalls'>;
  /** Milliseconds of a clock that never jumps. Default `performance.now`. */
  readonly now?: () => number;
}

/** A minute of one caller, which begins with the caller's first call. */
interface Window {
  /** Counted by this process. */
  calls: number;
  /** Of those, what the fleet was told. */
  shared: number;
  /** Counted by other processes. */
  elsewhere: number;
  endsAt: number;
}

const MINUTE_MS = 60_000;
/**
 * Fewer calls than this part of the limit stay untold: most callers never come near their limit.
 */
const WORTH_SHARING = 1 / 50;

export function rateLimit({
  name,
  perMinute,
  tasks,
  now = () => performance.now(),
}: RateLimitOptions): RateLimit {
  const windows = new Map<string, Window>();
  const unshared = new Map<string, Window>();
  let sweepAt = 0;

  return {
    count: (caller) => {
      const time = now();
      if (time >= sweepAt) sweep(time);
      const window = openWindow(caller, time);
      window.calls++;
      if (window.calls > perMinute * WORTH_SHARING) unshared.set(caller, window);
      if (countOf(window) > perMinute) throw rateLimited(window, time);
    },
    check: (caller) => {
      const window = windows.get(caller);
      const time = now();
      if (window !== undefined && window.endsAt > time && countOf(window) >= perMinute)
        throw rateLimited(window, time);
    },
    share: async () => {
      const time = now();
      const open = [...unshared].filter(([, { endsAt }]) => endsAt > time);
      unshared.clear();
      if (open.length === 0) return;
      const news = open.map(([caller, window]) => ({
        caller,
        window,
        calls: window.calls - window.shared,
      }));
      const totals = await tasks.countCalls(name, news).catch((error: unknown) => {
        for (const [caller, window] of open)
          if (!unshared.has(caller)) unshared.set(caller, window);
        throw error;
      });
      for (const { caller, window, calls } of news) {
        const { total = 0, remainingMs = MINUTE_MS } = totals.get(caller) ?? {};
        window.shared += calls;
        window.elsewhere = Math.max(0, total - window.shared);
        window.endsAt = now() + remainingMs; // all processes end the minute together
      }
    },
  };

  function openWindow(caller: string, time: number): Window {
    const last = windows.get(caller);
    if (last !== undefined && last.endsAt > time) return last;
    const window = { calls: 0, shared: 0, elsewhere: 0, endsAt: time + MINUTE_MS };
    windows.set(caller, window);
    return window;
  }

  /** Callers who stay away are forgotten. */
  function sweep(time: number): void {
    for (const [caller, { endsAt }] of windows) if (endsAt <= time) windows.delete(caller);
    sweepAt = time + MINUTE_MS;
  }
}

const countOf = ({ calls, elsewhere }: Window): number => calls + elsewhere;

const rateLimited = ({ endsAt }: Window, time: number) =>
  new AppError('rate_limited', { values: { seconds: Math.ceil((endsAt - time) / 1_000) } });
