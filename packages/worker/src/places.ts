/**
 * Places of types that limit their running tasks: a task takes one before it runs, keeps it as long
 * as it runs, and leaves it to one that waits. Used by turns.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedBusiness } from '@longshore/executors';
import type { Task, TaskQueue, TaskStore } from '@longshore/tasks';

interface PlacesOptions {
  readonly tasks: Pick<TaskStore, 'find' | 'takePlace' | 'leavePlace'>;
  readonly queue: Pick<TaskQueue, 'enqueue'>;
  readonly business: Pick<LoadedBusiness, 'executors' | 'find'>;
  /** Does what may fail: a place that is not left is free when its lease ends. */
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
}

/** The place of one task, or the lack of it. */
interface Place {
  readonly isTaken: boolean;
  /** Tasks that wait for one. */
  readonly waiting: number;
  /** `own`: the attempt that ran here, or null; a later one keeps the place. */
  leave(own: number | null): Promise<void>;
}

/** Gives the place of a task, or what keeps it from one. */
export type TakePlace = (taskId: string) => Promise<Place>;

/** Well within the lease of a place. */
const KEEP_EACH_MS = 10_000;
/** Pause while the worker that met a task without a place still puts its job back. */
const BUSY_MS = 100;
const BUSY_TRIES = 20;
const UNLIMITED: Place = { isTaken: true, waiting: 0, leave: async () => {} };

export function createPlaces({ tasks, queue, business, attempt }: PlacesOptions): TakePlace {
  const hasLimits = business.executors.some(({ maxRunning }) => maxRunning !== null);

  return async (taskId) => {
    const task = hasLimits ? await tasks.find(taskId) : null;
    const maxRunning = task && business.find(task.kind, task.type)?.maxRunning;
    return task && maxRunning ? take(task, maxRunning) : UNLIMITED;
  };

  async function take(task: Task, maxRunning: number): Promise<Place> {
    const ask = async () => {
      const place = await tasks.takePlace(task, maxRunning);
      void queueAll(place.others, task, maxRunning);
      return place;
    };
    const { isTaken, waiting } = await ask();
    if (!isTaken) return { isTaken, waiting, leave: async () => {} };
    const timer = setInterval(() => void attempt(async () => void (await ask())), KEEP_EACH_MS);
    return {
      isTaken,
      waiting,
      leave: async (own) => {
        clearInterval(timer);
        await attempt(async () => {
          if (!(await isOvertaken(task, own))) await leave(task, maxRunning);
        });
      },
    };
  }

  /** Another worker runs the task, in the same place. */
  async function isOvertaken({ taskId }: Task, own: number | null): Promise<boolean> {
    const task = own === null ? null : await tasks.find(taskId);
    return task !== null && own !== null && task.phase === 'running' && task.attempt > own;
  }

  async function leave(task: Task, maxRunning: number): Promise<void> {
    void queueAll(await tasks.leavePlace(task, maxRunning), task, maxRunning);
  }

  /** Queues tasks of the type of `like` that were given a place. */
  async function queueAll(
    taskIds: readonly string[],
    like: Task,
    maxRunning: number,
  ): Promise<void> {
    await Promise.all(
      taskIds.map((taskId) => attempt(() => queueOne({ ...like, taskId }, maxRunning))),
    );
  }

  /** A task that has ended leaves its place to the next. */
  async function queueOne(given: Task, maxRunning: number): Promise<void> {
    const task = await tasks.find(given.taskId);
    if (task === null || task.finishedAt !== null) return leave(given, maxRunning);
    for (let tries = 0; !(await queue.enqueue(task)) && tries < BUSY_TRIES; tries++)
      await sleep(BUSY_MS, undefined, { ref: false });
  }
}
