/**
 * Brings live tasks to the queue that nobody else brought there: those that were registered but
 * never queued, those whose turn or retry is due, and those that are silent for long and whose job
 * is gone or delayed by a wrong clock. Every worker process runs it, and one of them does each
 * round; two rounds at once are harmless.
 */

import { eachBucket } from './each-bucket.js';
import { eachEntry, type SettingAside } from './each-entry.js';
import { type Sweeper, startSweeper } from './sweeper.js';
import type { Task } from './task.js';
import type { StrandedLine, TaskMaintenance } from './task-maintenance.js';
import type { TaskQueue } from './task-queue.js';
import type { TaskStore } from './task-store.js';

interface RecovererOptions extends SettingAside {
  readonly tasks: TaskMaintenance & Pick<TaskStore, 'find' | 'fleet'>;
  readonly queue: Pick<TaskQueue, 'admit' | 'enqueue' | 'stateOf'>;
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
    round: async () => {
      if (await tasks.takeRound('recoverer', everyMs)) await eachBucket(recoverBucket);
    },
  });

  async function recoverBucket(bucket: number): Promise<void> {
    const { unqueued, silent, lines } = await tasks.stranded(bucket, { unqueuedMs, silentMs });
    await eachEntry(unqueued, (taskId) => withLive(taskId, recoverUnqueued), settingAside);
    await eachEntry(silent, (taskId) => withLive(taskId, recoverSilent), settingAside);
    const owners = new Map(lines.map((line) => [line.first, line]));
    await eachEntry([...owners.keys()], (taskId) => advance(owners.get(taskId)), settingAside);
  }

  /** One whose first task cannot be read is not served before that task is set aside. */
  async function advance(line: StrandedLine | undefined): Promise<void> {
    if (line === undefined) return;
    const first = await tasks.find(line.first);
    if (first === null || !(await isAwaited(first))) await queue.admit(line.owner, [line.kind]);
  }

  /** One whose entity is gone is left to the janitor. */
  async function withLive(taskId: string, act: (task: Task) => Promise<void>): Promise<void> {
    const task = await tasks.find(taskId);
    if (task !== null) await act(task);
  }

  /**
   * A task that one worker alone may run is taken by that worker while it lives; another one, to
   * which the queue brings it, fails it.
   */
  async function isAwaited(task: Task): Promise<boolean> {
    if (task.kind !== 'routine' || task.run.instance === null) return false;
    const { instance } = task.run;
    return (await tasks.fleet.workers()).some(({ name }) => name === instance);
  }

  async function recoverUnqueued(task: Task): Promise<void> {
    if (await isAwaited(task)) return;
    const isRetry = task.phase === 'retrying';
    await queueAgain(task, isRetry ? 'its retry was due' : 'it was registered but not queued');
  }

  async function recoverSilent(task: Task): Promise<void> {
    const state = await queue.stateOf(task.kind, task.taskId);
    if (state === 'queued') await tasks.markQueued(task.taskId);
    else await queueAgain(task, `its job was ${state}`);
  }

  async function queueAgain(task: Task, why: string): Promise<void> {
    await queue.enqueue(task);
    log.warn(
      { taskId: task.taskId, kind: task.kind, type: task.type },
      `task queued by the recoverer: ${why}`,
    );
  }
}
