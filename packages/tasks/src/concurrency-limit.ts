/**
 * One limit for the runs of a process over all its kinds. BullMQ counts per queue, so the queues'
 * workers are paused while the limit is reached, and a job that one of them took in that moment is
 * given back.
 */

/** The part of a BullMQ Worker that is paused and resumed. */
interface Pausable {
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): Promise<void>;
}

export interface ConcurrencyLimit {
  /** False: the limit is reached. */
  take(): boolean;
  release(): void;
  /** Workers to pause and resume; known only after they were made. */
  attach(workers: readonly Pausable[]): void;
}

export function concurrencyLimit(limit: number): ConcurrencyLimit {
  let taken = 0;
  let workers: readonly Pausable[] = [];
  return {
    take: () => {
      if (taken === limit) return false;
      taken += 1;
      if (taken === limit) for (const worker of workers) void worker.pause(true);
      return true;
    },
    release: () => {
      taken -= 1;
      if (taken === limit - 1) for (const worker of workers) void worker.resume();
    },
    attach: (attached) => {
      workers = attached;
    },
  };
}
