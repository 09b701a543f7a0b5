/**
 * A sweeper: work that is done again and again until it is closed. Recoverer and janitor are two.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.js';

export interface Sweeper {
  /** Resolves when a round in progress has ended. */
  close(): Promise<void>;
}

interface SweeperOptions {
  readonly name: string;
  /** Pause between two rounds. */
  readonly everyMs: number;
  readonly log: Log;
  readonly round: () => Promise<void>;
}

/** Begins at once. A round that throws is logged; the next one tries again. */
export function startSweeper({ name, everyMs, log, round }: SweeperOptions): Sweeper {
  const closing = new AbortController();
  // rejects only when closed
  const pause = () =>
    sleep(everyMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
  const running = (async () => {
    while (!closing.signal.aborted) {
      await round().catch((error: unknown) =>
        log.warn({ err: error }, `${name}: a round failed; the next one tries again`),
      );
      await pause();
    }
  })();
  return {
    close: () => {
      closing.abort();
      return running;
    },
  };
}
