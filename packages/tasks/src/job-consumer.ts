/**
 * Takes jobs off the queues and gives their tasks to `process`, one BullMQ worker per kind. Whether
 * and when a task is run again is decided by `process` and counted in the entity; BullMQ only
 * carries the job. Used by the worker app.
 */
import type { Kind } from '@longshore/contract';
import { connectRedis } from './connect-redis.js';
import { endedInTime } from './ended-in-time.js';
import { createFaultLog } from './fault-log.js';
import { createIntake } from './intake.js';
import {
  createKindWorker,
  type KindWorker,
  LOCK_MS,
  runPastQueue,
  THIS_PROCESS,
} from './kind-worker.js';
import { type LeaseKeeper, startLeaseKeeper } from './leases/lease-keeper.js';
import type { BlockLimits } from './leases/lease-messages.js';
import { type RunningWork, runningTasks } from './running-tasks.js';
import { startStopListener } from './stop-listener.js';
import type { Task } from './task.js';
import type { JobConsumerOptions } from './task-attempt.js';

/** Takes jobs off the queues of one process. */
export interface JobConsumer {
  /** Takes no more jobs until `resume`; runs go on. */
  pause(): void;
  resume(): void;
  /** What runs in this process now. */
  runs(): readonly RunningWork[];
  /**
   * Runs a task in this process, past the queue and beside the limit of runs: one that no other
   * worker may run. It waits while this process is paused or a run is alone. A run that waits for a
   * retry is tried here again; a fault is logged.
   */
  runHere(task: Pick<Task, 'taskId' | 'owner' | 'kind'>): void;
  /**
   * Stops taking jobs and waits for runs; after `graceMs` they are told to stop (`shutdown`) and
   * their jobs go to other workers.
   */
  close(options: { graceMs: number }): Promise<void>;
}

/** A chunk of the database is kept for as long. */
const BLOCK_LIMITS: BlockLimits = { tellMs: 30_000, giveUpMs: 90_000 };
/** How long runs may take to stop once they were told to. */
const STOP_MS = 10_000;

/** Resolves when it takes jobs. */
export async function startJobConsumer(options: JobConsumerOptions): Promise<JobConsumer> {
  const redis = await connectRedis(options.url, { role: 'worker' });
  const running = runningTasks();
  const intake = createIntake(options.concurrency);
  const listener = await startStopListener({ url: options.url, running });
  const leases = await keepLeases(options);
  const workerOf = (kind: Kind): KindWorker => ({
    ...options,
    kind,
    redis,
    running,
    intake,
    leases,
    redisFaults: createFaultLog(options.log),
  });
  const workers = options.kinds.map((kind) => createKindWorker(workerOf(kind)));
  intake.attach(workers);
  const here = new Set<Promise<void>>();
  const closing = new AbortController();
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    pause: intake.pause,
    resume: intake.resume,
    runs: running.list,
    runHere: ({ taskId, owner, kind }) => {
      const run = runPastQueue({ taskId, owner }, closing.signal, workerOf(kind));
      here.add(run);
      void run.finally(() => here.delete(run));
    },
    close: async ({ graceMs }) => {
      closing.abort();
      const closed = Promise.all([...workers.map((worker) => worker.close()), ...here]);
      await endedInTime(closed, graceMs);
      running.stopAll('shutdown');
      if (!(await endedInTime(closed, STOP_MS))) {
        options.log.warn(
          {},
          'runs did not stop in time; other workers take them over when their locks have lapsed',
        );
      }
      await listener.close();
      await leases.close();
      redis.disconnect();
    },
  };
}

function keepLeases(options: JobConsumerOptions): Promise<LeaseKeeper> {
  const { url, log, name = THIS_PROCESS, blockLimits = BLOCK_LIMITS, onUnblocked } = options;
  return startLeaseKeeper({
    url,
    worker: name,
    lockMs: LOCK_MS,
    limits: blockLimits,
    onUnblocked: ({ blockedMs, by, ...fields }) => {
      const seconds = Math.round(blockedMs / 1_000);
      log.warn(
        { worker: name, blockedMs, ...fields },
        `the event loop was blocked for ${seconds} s by ${by}; it goes on`,
      );
      onUnblocked?.();
    },
    log,
  });
}
