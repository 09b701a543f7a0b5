/**
 * Hears on pub/sub that attempts were cancelled, expired or given up, wherever that was decided.
 * Used by the job consumer.
 */
import { connectRedis } from './connect-redis.js';
import { STOP_CHANNEL } from './keys.js';
import type { RunningTasks } from './running-tasks.js';
import type { StopReason } from './task.js';

interface StopListenerOptions {
  readonly url: string;
  readonly running: RunningTasks;
}

export interface StopListener {
  close(): Promise<void>;
}

/** A message that is lost costs nothing but time: the run's next progress write is refused. */
export async function startStopListener({
  url,
  running,
}: StopListenerOptions): Promise<StopListener> {
  const redis = await connectRedis(url, { role: 'worker' });
  redis.on('message', (_channel: string, message: string) => {
    const [taskId = '', reason, attempt] = message.split(' ');
    // published by this package
    running.stopAttempt({ taskId, attempt: Number(attempt) }, reason as StopReason);
  });
  await redis.subscribe(STOP_CHANNEL);
  return { close: async () => redis.disconnect() };
}
