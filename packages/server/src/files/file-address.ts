/** Addresses of a task's files, made for one answer. */
import type { StoredFile, TaskRecord } from '@longshore/tasks';
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

/** Null: the task has no such file. */
export function fileOfRecord(record: TaskRecord, file: FileRole): StoredFile | null {
  if (file === 'manifest') return record.result?.manifest ?? null;
  if (file !== 'original') return record[file];
  return record.kind === 'import' && record.undoes === null ? record.upload : null;
}
