/**
 * Whether this process takes jobs: below one limit of runs over all its kinds, and while it is not
 * paused. BullMQ counts per queue, so the queues' workers are paused while no job may be taken, and
 * a job that one of them took in that moment is given back.
 */

/** The part of a BullMQ Worker that is paused and resumed. */
interface Pausable {
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): Promise<void>;
}

export interface Intake {
  /** False: no job may be taken now. */
  take(): boolean;
  release(): void;
  /** Workers to pause and resume; known only after they were made. */
  attach(workers: readonly Pausable[]): void;
  pause(): void;
  resume(): void;
}

export function createIntake(limit: number): Intake {
  let taken = 0;
  let isPaused = false;
  let isOpen = true;
  let workers: readonly Pausable[] = [];

  /** A single worker keeps the limit by itself. */
  const isFull = () => taken === limit && workers.length > 1;
  const update = () => {
    const mayTake = !isPaused && !isFull();
    if (mayTake === isOpen) return;
    isOpen = mayTake;
    for (const worker of workers) void (isOpen ? worker.resume() : worker.pause(true));
  };
  const change = (act: () => void) => {
    act();
    update();
  };

  return {
    take: () => {
      if (isPaused || taken === limit) return false;
      change(() => {
        taken += 1;
      });
      return true;
    },
    release: () =>
      change(() => {
        taken -= 1;
      }),
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
