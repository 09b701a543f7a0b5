/**
 * Brings live tasks back to the queue: those that were registered but never queued, those whose
 * retry is due, and those that are silent for long and whose job is gone or delayed by a wrong
 * clock. Runs in every worker process; several at once are
 * harmless.
 */

import { BUCKETS } from './keys.js';
import type { Log } from './log.js';
import { type Sweeper, startSweeper } from './sweeper.js';
import type { Task } from './task.js';
import type { TaskQueue } from './task-queue.js';
import type { TaskMaintenance } from './task-store.js';

interface RecovererOptions {
  readonly tasks: TaskMaintenance;
  readonly queue: Pick<TaskQueue, 'enqueue' | 'stateOf'>;
  readonly log: Log;
  /** Default 5 s. */
  readonly everyMs?: number;
  /** How long a registration may take to be queued; default 2 s. */
  readonly unqueuedMs?: number;
  /** Silence after which a task's job is looked for; default 30 s. */
  readonly silentMs?: number;
}

/** Starts the sweeper that queues live tasks which have no job. */
export function startRecoverer({
  tasks,
  queue,
  log,
  everyMs = 5_000,
  unqueuedMs = 2_000,
  silentMs = 30_000,
}: RecovererOptions): Sweeper {
  return startSweeper({ name: 'recoverer', everyMs, log, round });

  async function round(): Promise<void> {
    await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => recoverBucket(bucket)));
  }

  async function recoverBucket(bucket: number): Promise<void> {
    const { unqueued, silent } = await tasks.stranded(bucket, { unqueuedMs, silentMs });
    for (const task of unqueued)
      await queueAgain(
        task,
        task.phase === 'retrying' ? 'its retry was due' : 'it was registered but not queued',
      );
    for (const task of silent) {
      const state = await queue.stateOf(task.kind, task.taskId);
      if (state === 'queued') await tasks.markQueued(task.taskId);
      else await queueAgain(task, `its job was ${state}`);
    }
  }

  async function queueAgain(task: Task, why: string): Promise<void> {
    await queue.enqueue(task);
    log.warn(
      { taskId: task.taskId, kind: task.kind, type: task.type },
      `task queued by the recoverer: ${why}`,
    );
  }
}
