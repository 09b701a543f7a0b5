/** Names and columns of the files that a run hands out. */
import type { Language } from '@longshore/contract';
import type { Column } from '@longshore/executors';
import type { ExportTask } from '@longshore/tasks';
import type { SheetColumn } from '@longshore/workbook';

/**
 * What the person asked for, else the title and the day (UTC) of the registration; always with the
 * format's ending.
 */
export function resultFileName(
  task: Pick<ExportTask, 'fileName' | 'format' | 'registeredAt'>,
  title: string,
): string {
  const base =
    task.fileName ?? `${title} ${new Date(task.registeredAt).toISOString().slice(0, 10)}`;
  const ending = `.${task.format}`;
  return base.toLowerCase().endsWith(ending) ? base : `${base}${ending}`;
}

const ERRORS: Readonly<Record<Language, string>> = { en: 'errors', zh: '错误' };
const MARKED = new RegExp(` \\((?:${Object.values(ERRORS).join('|')})\\)$`);

/** `prices.xlsx` -> `prices (errors).xlsx`, also when an error workbook is corrected and fails. */
export function errorFileName(uploadName: string, language: Language, ending: string): string {
  const name = uploadName.replace(/\.[^.]*$/, '').replace(MARKED, '');
  return `${name} (${ERRORS[language]}).${ending}`;
}

export const sheetColumns = (columns: readonly Column[]): SheetColumn[] =>
  columns.map(({ header, width, format }) => ({
    header,
    ...(width === null ? {} : { width }),
    ...(format === null ? {} : { format }),
  }));
