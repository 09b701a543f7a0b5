/**
 * The files that tell how an import went, beside its record: their keys and names, for the runner,
 * which writes them, and the API, which finds them.
 */
import { isRepeatable, type Sentence, worded } from '@longshore/contract';
import { attemptFileKey, endedFileKey } from './file-keys.js';
import type { ImportTask } from './task.js';

/** `summary`: the import as a whole; `detail`: each of its rows. */
export type ImportLogRole = 'summary' | 'detail';

const NAMES: Readonly<Record<ImportLogRole, Sentence>> = {
  summary: { en: 'summary', zh: '汇总' },
  detail: { en: 'detail', zh: '明细' },
};

/**
 * `prices (summary).xlsx`. Of an import that ran to its end its last attempt wrote it; of one that
 * ended early whoever cleaned up after it did.
 */
export function importLog(
  {
    taskId,
    attempt,
    phase,
    upload,
    language,
  }: Pick<ImportTask, 'taskId' | 'attempt' | 'phase' | 'upload' | 'language'>,
  role: ImportLogRole,
): { readonly key: string; readonly name: string } {
  const keyOf = isRepeatable(phase) ? endedFileKey : attemptFileKey;
  const base = upload.name.replace(/\.[^.]*$/, '');
  return {
    key: keyOf({ taskId, attempt }, `${role}.xlsx`),
    name: `${base} (${worded(NAMES[role], language)}).xlsx`,
  };
}
