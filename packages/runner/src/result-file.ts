/** Names and columns of the files that a run hands out. */
import { type Language, type Sentence, worded } from '@longshore/contract';
import type { Column } from '@longshore/executors';
import type { ExportTask } from '@longshore/tasks';
import type { SheetColumn } from '@longshore/workbook';
import { DEFAULT_DATE_FORMAT, zoneOffset } from '@longshore/workbook/dates';

/**
 * What the person asked for, else the title with the day and the time of the registration in the
 * zone of the task, so that two files of one day are told apart; always with the format's ending.
 */
export function resultFileName(
  task: Pick<ExportTask, 'fileName' | 'format' | 'registeredAt' | 'timeZone'>,
  title: string,
): string {
  const base = task.fileName ?? `${title} ${minuteIn(task.timeZone, task.registeredAt)}`;
  const ending = `.${task.format}`;
  return base.toLowerCase().endsWith(ending) ? base : `${base}${ending}`;
}

/** `2026-01-31 0905`: file names have no colon. */
function minuteIn(timeZone: string, ms: number): string {
  const wall = new Date(ms + zoneOffset(timeZone)(ms)).toISOString();
  return wall.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ').replace(':', '');
}

/** Failed rows of an upload, or every row of it with its outcome. */
export type RowsKind = 'issues' | 'outcomes';

const MARKS: Readonly<Record<RowsKind, Sentence>> = {
  issues: { en: 'errors', zh: '错误' },
  outcomes: { en: 'outcomes', zh: '结果' },
};
const MARKED = new RegExp(
  ` \\((?:${Object.values(MARKS)
    .flatMap((mark) => Object.values(mark))
    .join('|')})\\)$`,
);

/** As `rowsFileName`, of failed rows. */
export const errorFileName = (uploadName: string, language: Language, ending: string): string =>
  rowsFileName(uploadName, { kind: 'issues', language, ending });

interface RowsFile {
  readonly kind: RowsKind;
  readonly language: Language;
  readonly ending: string;
}

/** `prices.xlsx` -> `prices (errors).xlsx`, also when an error workbook is corrected and fails. */
export function rowsFileName(uploadName: string, { kind, language, ending }: RowsFile): string {
  const name = uploadName.replace(/\.[^.]*$/, '').replace(MARKED, '');
  return `${name} (${worded(MARKS[kind], language)}).${ending}`;
}

const LEFT: Sentence = { en: 'not undone', zh: '未撤销' };

/** `prices.xlsx` -> `prices (not undone).xlsx`. */
export const leftFileName = (uploadName: string, language: Language): string =>
  `${uploadName.replace(/\.[^.]*$/, '')} (${worded(LEFT, language)}).xlsx`;

export const sheetColumns = (columns: readonly Column[]): SheetColumn[] =>
  columns.map((column) => {
    const { header, width } = column;
    const format = formatOf(column);
    return {
      header,
      ...(width === null ? {} : { width }),
      ...(format === null ? {} : { format }),
    };
  });

/** Moments have their format by name, so that their header names their zone. */
const formatOf = ({ kind, format }: Column): string | null =>
  format ?? (kind === 'date' ? DEFAULT_DATE_FORMAT : null);
