/**
 * Brings live tasks back to the queue: those that were registered but never queued, and those that
 * are silent for long and have no job any more. Runs in every worker process; several at once are
 * harmless.
 */

import { eachBucket } from './each-bucket.js';
import { eachEntry, type SettingAside } from './each-entry.js';
import { type Sweeper, startSweeper } from './sweeper.js';
import type { Task } from './task.js';
import type { TaskQueue } from './task-queue.js';
import type { TaskMaintenance, TaskStore } from './task-store.js';

interface RecovererOptions extends SettingAside {
  readonly tasks: TaskMaintenance & Pick<TaskStore, 'find'>;
  readonly queue: Pick<TaskQueue, 'enqueue' | 'hasJob'>;
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
  onSetAside,
  everyMs = 5_000,
  unqueuedMs = 2_000,
  silentMs = 30_000,
}: RecovererOptions): Sweeper {
  const settingAside = { tasks, log, ...(onSetAside && { onSetAside }) };
  return startSweeper({
    name: 'recoverer',
    everyMs,
    log,
    round: () => eachBucket(recoverBucket),
  });

  async function recoverBucket(bucket: number): Promise<void> {
    const { unqueued, silent } = await tasks.stranded(bucket, { unqueuedMs, silentMs });
    await eachEntry(
      unqueued,
      (taskId) => withLive(taskId, (task) => queueAgain(task, 'it was registered but not queued')),
      settingAside,
    );
    await eachEntry(silent, (taskId) => withLive(taskId, recoverSilent), settingAside);
  }

  /** One whose entity is gone is left to the janitor. */
  async function withLive(taskId: string, act: (task: Task) => Promise<void>): Promise<void> {
    const task = await tasks.find(taskId);
    if (task !== null) await act(task);
  }

  async function recoverSilent(task: Task): Promise<void> {
    if (await queue.hasJob(task.kind, task.taskId)) await tasks.markQueued(task.taskId);
    else await queueAgain(task, 'its job was gone');
  }

  async function queueAgain(task: Task, why: string): Promise<void> {
    await queue.enqueue(task);
    log.warn(
      { taskId: task.taskId, kind: task.kind, type: task.type },
      `task queued by the recoverer: ${why}`,
    );
  }
}
