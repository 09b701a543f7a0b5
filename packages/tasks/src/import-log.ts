/**
 * The files that tell how an import went, beside its record: their keys and names, for the runner,
 * which writes them, and the API, which finds them.
 */
import type { Language } from '@longshore/contract';
import { attemptFileKey } from './file-keys.js';
import type { ImportTask } from './task.js';

/** `summary`: the import as a whole; `detail`: each of its rows. */
export type ImportLogRole = 'summary' | 'detail';

const NAMES: Readonly<Record<ImportLogRole, Readonly<Record<Language, string>>>> = {
  summary: { en: 'summary', zh: '汇总' },
  detail: { en: 'detail', zh: '明细' },
};

/** Of the attempt that ran to the end: `prices (summary).xlsx`. */
export function importLog(
  {
    taskId,
    attempt,
    upload,
    language,
  }: Pick<ImportTask, 'taskId' | 'attempt' | 'upload' | 'language'>,
  role: ImportLogRole,
): { readonly key: string; readonly name: string } {
  const base = upload.name.replace(/\.[^.]*$/, '');
  return {
    key: attemptFileKey({ taskId, attempt }, `${role}.xlsx`),
    name: `${base} (${NAMES[role][language]}).xlsx`,
  };
}
