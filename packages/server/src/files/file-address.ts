/** Addresses of a task's files, made for one answer. */
import { isLive } from '@longshore/contract';
import {
  type ImportLogRole,
  type ImportTask,
  importLog,
  type StoredFile,
  type TaskRecord,
} from '@longshore/tasks';
import type { CentreServices } from '../services.js';
import { type FileClaim, type FileRole, signFile } from './file-token.js';

/** The task whose file is meant, and until when the address works. */
type FileOf = Pick<FileClaim, 'taskId' | 'attempt' | 'expiresAt'> &
  Partial<Pick<FileClaim, 'madeFor'>>;

/** `/api/files/<token>` behind `base`; works without a header until it expires. */
export const fileAddress =
  (base: string, { fileKeys }: Pick<CentreServices, 'fileKeys'>) =>
  ({ taskId, attempt, expiresAt, madeFor = null }: FileOf, file: FileClaim['file']): string =>
    `${base}/api/files/${signFile({ taskId, attempt, file, expiresAt, madeFor }, fileKeys.newest())}`;

/** Null: the task has no such file. Throws as the store. */
export async function fileOfRecord(
  record: TaskRecord,
  role: FileRole,
  { store }: Pick<CentreServices, 'store'>,
): Promise<StoredFile | null> {
  if (role === 'manifest') return record.result?.manifest ?? null;
  if (role === 'result' || role === 'issues') return record[role];
  if (record.kind !== 'import' || record.undoes !== null) return null;
  return role === 'original' ? record.upload : logOf(record, role, store);
}

/** What an import that has ended has left beside its record. */
async function logOf(
  task: ImportTask,
  role: ImportLogRole,
  store: CentreServices['store'],
): Promise<StoredFile | null> {
  if (isLive(task.phase) || task.phase === 'previewed') return null;
  const { key, name } = importLog(task, role);
  const info = await store.stat(key);
  return info === null ? null : { key, name, sizeBytes: info.sizeBytes };
}
