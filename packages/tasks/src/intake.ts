/**
 * Whether this process takes jobs: below one limit of runs over all its kinds, while no run is
 * alone or waits to be, and while it is not paused. BullMQ counts per queue, so the queues' workers
 * are paused while no job may be taken, and a job that one of them took in that moment is given
 * back. Runs that have no job come beside the limit, and wait instead.
 */

/** The part of a BullMQ Worker that is paused and resumed. */
interface Pausable {
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): Promise<void>;
}

/** Ends what was taken. */
type Release = () => void;

export interface Intake {
  /** Null: no job may be taken now. */
  take(): Release | null;
  /**
   * Resolves once no other run is here; until it is released no other job is taken. Null: not now,
   * or `signal` was aborted first; then others have a moment to take the job.
   */
  takeAlone(signal: AbortSignal): Promise<Release | null>;
  /**
   * For a run that has no job, whatever the limit: resolves once no run is alone or waits to be,
   * and this process is not paused. Null: `signal` was aborted first.
   */
  enter(signal: AbortSignal): Promise<Release | null>;
  /** Workers to pause and resume; known only after they were made. */
  attach(workers: readonly Pausable[]): void;
  pause(): void;
  resume(): void;
}

/** How long a job that is given back, for others to take it, is not taken here again. */
const ELSEWHERE_MS = 1_000;

export function createIntake(limit: number): Intake {
  let taken = 0;
  let entered = 0;
  let isPaused = false;
  let isReserved = false;
  let isOpen = true;
  let workers: readonly Pausable[] = [];
  /** Who waits for a change. */
  const waiting = new Set<() => void>();

  /** A single worker keeps the limit by itself. */
  const isFull = () => taken === limit && workers.length > 1;
  const update = () => {
    const mayTake = !isPaused && !isReserved && !isFull();
    if (mayTake === isOpen) return;
    isOpen = mayTake;
    for (const worker of workers) void (isOpen ? worker.resume() : worker.pause(true));
  };
  const change = (act: () => void) => {
    act();
    update();
    for (const look of [...waiting]) look();
  };
  const reserve = (reserved: boolean) =>
    change(() => {
      isReserved = reserved;
    });
  /** Resolves also when `signal` is aborted. */
  const until = (isSo: () => boolean, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo() && !signal.aborted) return;
        waiting.delete(look);
        signal.removeEventListener('abort', look);
        resolve();
      };
      waiting.add(look);
      signal.addEventListener('abort', look);
      look();
    });

  return {
    take: () => {
      if (isPaused || isReserved || taken === limit) return null;
      change(() => {
        taken += 1;
      });
      return () =>
        change(() => {
          taken -= 1;
        });
    },
    takeAlone: async (signal) => {
      if (isPaused || isReserved) return null;
      reserve(true);
      await until(() => taken + entered === 0, signal);
      if (!signal.aborted) return () => reserve(false);
      setTimeout(() => reserve(false), ELSEWHERE_MS).unref();
      return null;
    },
    enter: async (signal) => {
      // asked again: another one may have come first
      while (isPaused || isReserved) {
        await until(() => !isPaused && !isReserved, signal);
        if (signal.aborted) return null;
      }
      change(() => {
        entered += 1;
      });
      return () =>
        change(() => {
          entered -= 1;
        });
    },
    attach: (attached) =>
      change(() => {
        workers = attached;
      }),
    pause: () =>
      change(() => {
        isPaused = true;
      }),
    resume: () =>
      change(() => {
        isPaused = false;
      }),
  };
}
