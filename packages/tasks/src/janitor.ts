/**
 * Settles tasks whose deadline passed as expired, and has what their runs left cleaned up.
 * Runs in every worker process; several at once are harmless, so `onExpired` may be called more
 * than once for a task.
 */
import { BUCKETS } from './keys.js';
import type { Log } from './log.js';
import { type Sweeper, startSweeper } from './sweeper.js';
import type { TaskRecord } from './task.js';
import type { TaskMaintenance } from './task-store.js';

interface JanitorOptions {
  readonly tasks: TaskMaintenance;
  readonly log: Log;
  /**
   * Removes partial files and closes the run's database traces; when it throws it is called again
   * in the next round.
   */
  readonly onExpired: (record: TaskRecord) => Promise<void>;
  /** Default 1 s. */
  readonly everyMs?: number;
}

/** Starts the sweeper that settles tasks past their deadline as expired. */
export function startJanitor({ tasks, log, onExpired, everyMs = 1_000 }: JanitorOptions): Sweeper {
  return startSweeper({ name: 'janitor', everyMs, log, round });

  async function round(): Promise<void> {
    await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => settleBucket(bucket)));
  }

  async function settleBucket(bucket: number): Promise<void> {
    for (const taskId of await tasks.overdue(bucket)) {
      await settle(taskId).catch((error: unknown) =>
        log.warn(
          { taskId, err: error },
          'expired task not yet cleaned up; the next round tries again',
        ),
      );
    }
  }

  async function settle(taskId: string): Promise<void> {
    const record = await tasks.expire(taskId);
    if (record === null) return;
    await onExpired(record);
    await tasks.forgetExpired(taskId);
  }
}
