/**
 * Whose turn it is, around each run: a type that limits its running tasks gives the run a place,
 * and the owner's next task is queued once this one has begun, and once it has ended. Used by the
 * worker.
 */
import type { LoadedBusiness } from '@longshore/executors';
import {
  createFaultLog,
  type JobVerdict,
  type Log,
  type TaskAttempt,
  type TaskQueue,
  type TaskStore,
} from '@longshore/tasks';
import { createPlaces } from './places.js';

interface TurnsOptions {
  readonly tasks: Pick<TaskStore, 'find' | 'takePlace' | 'leavePlace' | 'postpone'>;
  readonly queue: Pick<TaskQueue, 'admit' | 'enqueue'>;
  readonly business: Pick<LoadedBusiness, 'executors' | 'find'>;
  readonly log: Log;
}

/** Runs one attempt of a task in its turn; `run` is not called when the task has no place. */
export type InTurn = (
  attempt: TaskAttempt,
  run: (claimed: TaskAttempt['claimed']) => Promise<JobVerdict>,
) => Promise<JobVerdict>;

/** How long a task without a place waits before it asks again by itself. */
const ASK_AGAIN_MS = 30_000;
/** Longer when many wait, so that they ask fifty times a second at most. */
const ASK_AGAIN_EACH_MS = 20;

export function createTurns({ tasks, queue, business, log }: TurnsOptions): InTurn {
  const faults = createFaultLog(log);
  const takePlace = createPlaces({ tasks, queue, business, attempt });

  return async (given, run) => {
    const { taskId, owner, kind } = given;
    const place = await takePlace(taskId);
    let own: number | null = null;
    try {
      if (!place.isTaken) return await postpone(taskId, place.waiting);
      return await run((claimed) => {
        own = claimed.attempt;
        given.claimed(claimed);
        void attempt(() => queue.admit(owner, [kind]));
      });
    } finally {
      await place.leave(own);
      await attempt(() => queue.admit(owner));
    }
  };

  async function postpone(taskId: string, waiting: number): Promise<JobVerdict> {
    const longest = ASK_AGAIN_MS + waiting * ASK_AGAIN_EACH_MS;
    const retryInMs = Math.round(longest * (1 + Math.random() / 4));
    await tasks.postpone(taskId, retryInMs);
    return { retryInMs };
  }

  /** What cannot be done now is done by the recoverer, or when a lease ends. */
  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      faults.healed('the next tasks are queued again');
    } catch (error) {
      faults.failed(error, 'the next task could not be queued; the recoverer does it');
    }
  }
}
