/**
 * Hears on pub/sub that tasks were cancelled, expired or given up, wherever that was decided. Used
 * by the task worker.
 */
import { isLive } from '@longshore/contract';
import { connectRedis } from './connect-redis.js';
import { STOP_CHANNEL } from './keys.js';
import type { Log } from './log.js';
import type { RunningTasks } from './running-tasks.js';
import type { StopReason } from './task.js';
import type { TaskStore } from './task-store.js';

interface StopListenerOptions {
  readonly url: string;
  readonly tasks: Pick<TaskStore, 'find'>;
  readonly running: RunningTasks;
  readonly log: Log;
}

export interface StopListener {
  close(): Promise<void>;
}

/** A message that is lost costs nothing but time: the run's next progress write is refused. */
export async function startStopListener({
  url,
  tasks,
  running,
  log,
}: StopListenerOptions): Promise<StopListener> {
  const redis = await connectRedis(url, { role: 'worker' });
  redis.on('message', (_channel: string, message: string) => {
    const [taskId = '', reason] = message.split(' ');
    if (!running.has(taskId)) return;
    stopIfOver(taskId, reason as StopReason) // published by this package
      .catch((error: unknown) =>
        log.warn(
          { taskId, err: error },
          'a stop could not be checked; the next progress write decides',
        ),
      );
  });
  await redis.subscribe(STOP_CHANNEL);
  return { close: async () => redis.disconnect() };

  /** The message may be about a run before this one: the task may have been started again. */
  async function stopIfOver(taskId: string, reason: StopReason): Promise<void> {
    const task = await tasks.find(taskId);
    if (task === null || !isLive(task.phase)) running.stop(taskId, reason);
  }
}
