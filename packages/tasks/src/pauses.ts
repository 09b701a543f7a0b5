/** The part of the store that pauses and resumes tasks. */
import { STOP_CHANNEL, taskKeys } from './keys.js';
import { LOOK_MS } from './lines.js';
import type { StoreContext } from './store-context.js';
import { readTask, toFields } from './task-fields.js';
import type { TaskStore } from './task-store.js';

type Pauses = Pick<TaskStore, 'pause' | 'resume'>;

export function pauses({ run, ledgerTtlMs }: StoreContext): Pauses {
  return {
    pause: async (taskId) =>
      (await run('pause', taskKeys(taskId).life, [taskId, ledgerTtlMs, STOP_CHANNEL])) === 1,
    resume: async (taskId) => {
      const fields = toFields(
        await run('resume', taskKeys(taskId).life, [taskId, ledgerTtlMs, LOOK_MS.unqueued]),
      );
      return fields === null ? null : readTask(fields);
    },
  };
}
