/**
 * Settles tasks whose deadline passed as expired, and has what their runs left cleaned up.
 * Every worker process runs it, and one of them does each round; two rounds at once are harmless,
 * so `onExpired` may be called more than once for a task.
 */
import { eachBucket } from './each-bucket.js';
import { eachEntry, type SettingAside } from './each-entry.js';
import { createFaultLog } from './fault-log.js';
import { type Sweeper, startSweeper } from './sweeper.js';
import type { TaskRecord } from './task.js';
import type { TaskMaintenance } from './task-maintenance.js';

interface JanitorOptions extends SettingAside {
  readonly tasks: TaskMaintenance;
  /**
   * Removes partial files and closes the run's database traces; when it throws it is called again
   * in the next round.
   */
  readonly onExpired: (record: TaskRecord) => Promise<void>;
  /** Default 1 s. */
  readonly everyMs?: number;
}

/** Starts the sweeper that settles tasks past their deadline as expired. */
export function startJanitor(options: JanitorOptions): Sweeper {
  const { tasks, log, onExpired, everyMs = 1_000 } = options;
  const cleaning = createFaultLog(log);
  return startSweeper({
    name: 'janitor',
    everyMs,
    log,
    round: async () => {
      if (await tasks.takeRound('janitor', everyMs)) await eachBucket(settleBucket);
    },
  });

  async function settleBucket(bucket: number): Promise<void> {
    await eachEntry(await tasks.overdue(bucket), settle, options);
  }

  async function settle(taskId: string): Promise<void> {
    const record = await tasks.expire(taskId);
    if (record !== null && (await isCleaned(record))) await tasks.forgetExpired(taskId);
  }

  async function isCleaned(record: TaskRecord): Promise<boolean> {
    try {
      await onExpired(record);
      cleaning.healed('expired tasks are cleaned up again');
      return true;
    } catch (error) {
      const { taskId } = record;
      cleaning.failed(error, 'expired tasks wait to be cleaned up: each round tries', { taskId });
      return false;
    }
  }
}
