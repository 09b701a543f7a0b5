/**
 * Handles the entries of a sweep, each on its own: one that is broken is set aside, so that it does
 * not keep the others from their turn. Used by recoverer, janitor and the runner's file sweeper.
 */
import { AppError } from '@longshore/contract';
import type { Log } from './log.js';
import type { TaskMaintenance } from './task-maintenance.js';

/** What is done with an entry that is broken. */
export interface SettingAside {
  readonly tasks: Pick<TaskMaintenance, 'setAside'>;
  /** An entry was set aside, by this process first. */
  readonly onSetAside?: () => void;
  readonly log: Log;
}

/** Throws only when Redis cannot be used. */
export async function eachEntry(
  taskIds: readonly string[],
  handle: (taskId: string) => Promise<void>,
  settingAside: SettingAside,
): Promise<void> {
  for (const taskId of taskIds) {
    try {
      await handle(taskId);
    } catch (error) {
      await setAsideUnlessAway(taskId, error, settingAside);
    }
  }
}

/** Throws the error on when Redis is away: then the entry is not to blame. */
export async function setAsideUnlessAway(
  taskId: string,
  error: unknown,
  { tasks, onSetAside, log }: SettingAside,
): Promise<void> {
  if (error instanceof AppError && error.retryable) throw error;
  if (!(await tasks.setAside(taskId))) return;
  log.error({ taskId, err: error }, 'what Redis holds of this task is broken: it is set aside');
  onSetAside?.();
}
