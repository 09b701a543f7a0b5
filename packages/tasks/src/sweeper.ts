/**
 * A sweeper: one round of work, again and again until it is closed. Recoverer, janitor and the
 * runner's file sweeper are some.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createFaultLog } from './fault-log.js';
import type { Log } from './log.js';

/** Work that goes on until it is closed. */
export interface Sweeper {
  /** Resolves when a round in progress has ended. */
  close(): Promise<void>;
}

/** What a sweeper does, and how often. */
export interface SweeperOptions {
  readonly name: string;
  /** Pause between two rounds; a function is asked after each round. */
  readonly everyMs: number | (() => number);
  /** Pause before the first round. Default 0. */
  readonly firstAfterMs?: number;
  readonly log: Log;
  readonly round: () => Promise<void>;
}

/** Starts the rounds. A round that throws is logged once; the next one tries again. */
export function startSweeper({
  name,
  everyMs,
  firstAfterMs = 0,
  log,
  round,
}: SweeperOptions): Sweeper {
  const closing = new AbortController();
  const faults = createFaultLog(log);
  // rejects only when closed
  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {});
  const running = (async () => {
    if (firstAfterMs > 0) await pause(firstAfterMs);
    while (!closing.signal.aborted) {
      await round().then(
        () => faults.healed(`${name}: the rounds succeed again`),
        (error: unknown) =>
          faults.failed(error, `${name}: a round failed; it is tried again until it succeeds`),
      );
      await pause(typeof everyMs === 'number' ? everyMs : everyMs());
    }
  })();
  return {
    close: () => {
      closing.abort();
      return running;
    },
  };
}
