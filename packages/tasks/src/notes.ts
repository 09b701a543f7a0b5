/** The part of the store that adds to a ledger record after the task has ended. */
import { taskKeys } from './keys.js';
import type { StoreContext } from './store-context.js';
import { json } from './task-fields.js';
import type { TaskStore } from './task-store.js';

type Notes = Pick<TaskStore, 'attachIssues' | 'correctCounts' | 'noteDownload'>;

export function notes({ run }: StoreContext): Notes {
  return {
    attachIssues: async ({ taskId, attempt }, issues) => {
      const { entity, record } = taskKeys(taskId);
      return (await run('attach-issues', [entity, record], [attempt, json(issues)])) === 1;
    },
    correctCounts: async (taskId, { succeeded, failed, exceptions, total }) => {
      const { entity, record } = taskKeys(taskId);
      const counts = [succeeded, failed, total ?? '', exceptions ?? ''];
      await run('correct-counts', [entity, record], counts);
    },
    noteDownload: async (taskId) => void (await run('note-download', [taskKeys(taskId).record])),
  };
}
