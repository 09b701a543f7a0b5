/** The part of the store that adds to a ledger record after the task has ended. */
import { taskKeys } from './keys.js';
import type { StoreContext } from './store-context.js';
import type { TaskStore } from './task-store.js';

type Notes = Pick<TaskStore, 'correctCounts' | 'noteDownload'>;

export function notes({ run }: StoreContext): Notes {
  return {
    correctCounts: async (taskId, { succeeded, failed }) => {
      const { entity, record } = taskKeys(taskId);
      await run('correct-counts', [entity, record], [succeeded, failed]);
    },
    noteDownload: async (taskId) => void (await run('note-download', [taskKeys(taskId).record])),
  };
}
