/** The files that tell how an import ended, where it has them. */
import type { LedgerRecord, TaskFilesOut } from '@longshore/contract/browser';
import { useRead } from './page-api.js';

type TaskFile = TaskFilesOut['items'][number];

export function useImportLog({ kind, phase, undoes, taskId }: LedgerRecord): {
  readonly summary: TaskFile | undefined;
  readonly detail: TaskFile | undefined;
} {
  const hasLog = kind === 'import' && undoes === null && ['succeeded', 'partial'].includes(phase);
  const path = `/api/tasks/${encodeURIComponent(taskId)}/files`;
  const { data } = useRead<TaskFilesOut>(hasLog ? path : null);
  const fileOf = (role: TaskFile['role']) => data?.items.find((file) => file.role === role);
  return { summary: fileOf('summary'), detail: fileOf('detail') };
}
