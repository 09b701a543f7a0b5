/**
 * The error workbook: the upload's own columns for each failed row, plus one last column with all
 * reasons; a sheet for each sheet with failed rows.
 */
import type { Language, StoredIssue } from '@longshore/contract';
import type { Database, FailedRow } from '@longshore/database';
import { type Column, wordIssue } from '@longshore/executors';
import { contentTypeOf, type ObjectStore } from '@longshore/storage';
import { attemptFileKey, type ImportTask, type StoredFile } from '@longshore/tasks';
import { type Cell, type SheetColumn, writeXlsx } from '@longshore/workbook';
import { errorFileName } from '../result-file.js';
import { failedParts, rowsByPart } from './failed-parts.js';
import type { Table, TablePart } from './import-table.js';

const REASONS: Readonly<Record<Language, string>> = { en: 'Reasons', zh: '错误原因' };
const ERRORS: Readonly<Record<Language, string>> = { en: 'errors', zh: '错误' };
const REASONS_WIDTH = 60;

interface ErrorWorkbookOptions {
  readonly task: ImportTask;
  readonly table: Table;
  /** Of the executor, as declared. */
  readonly columns: readonly Column[];
  /** By part, columns of the upload: those of the header, and of cells right of it. */
  readonly widths: readonly number[];
  readonly signal: AbortSignal;
  readonly database: Pick<Database, 'failedRows'>;
  readonly store: ObjectStore;
}

export async function writeErrorWorkbook({
  task,
  table,
  columns: declared,
  widths,
  signal,
  database,
  store,
}: ErrorWorkbookOptions): Promise<StoredFile> {
  const failed = await failedParts(database.failedRows(task.taskId));
  const rowsOfPart = rowsByPart(database.failedRows(task.taskId));
  const last = { header: REASONS[task.language], width: REASONS_WIDTH };
  const reasons = (issues: readonly StoredIssue[]) => reasonsOf(issues, declared, task.language);
  const sheets = table.parts
    .filter(({ number }) => failed.has(number))
    .map((part) => {
      const width = widths[part.number - 1] ?? part.header.length;
      const columns = [...originalColumns(part, width), last];
      const rows = rowsOf(rowsOfPart(part.number), width, reasons);
      return { name: part.sheetName, columns, rows };
    });
  const body = writeXlsx(sheets, { signal });
  const key = attemptFileKey(task, 'issues.xlsx');
  const name = errorFileName(task.upload.name, ERRORS[task.language]);
  const { sizeBytes } = await store.put(key, body, {
    contentType: contentTypeOf(name),
    signal,
  });
  return { key, name, sizeBytes };
}

/** Formats of the columns we know; all others are written as they came. */
function originalColumns(part: TablePart, width: number): SheetColumn[] {
  const formats = new Map(part.places.map(({ column, index }) => [index, column.format]));
  return Array.from({ length: width }, (_, index) => {
    const format = formats.get(index) ?? null;
    return { header: part.header[index] ?? '', ...(format === null ? {} : { format }) };
  });
}

type Reasons = (issues: readonly StoredIssue[]) => string;

async function* rowsOf(
  pages: AsyncIterable<readonly FailedRow[]>,
  width: number,
  reasons: Reasons,
): AsyncGenerator<Cell[][]> {
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += ROWS_AT_ONCE)
      yield page.slice(from, from + ROWS_AT_ONCE).map((row) => rowOf(row, width, reasons));
  }
}

/** All of them may be as wide as the widest. */
const ROWS_AT_ONCE = 100;

const rowOf = ({ cells, issues }: FailedRow, width: number, reasons: Reasons): Cell[] => [
  ...Array.from({ length: width }, (_, i) => cells[i] ?? null),
  reasons(issues),
];

/** `CustomerID: required; Quantity: must be > 0` */
const reasonsOf = (
  issues: readonly StoredIssue[],
  columns: readonly Column[],
  language: Language,
): string =>
  issues
    .map((issue) => wordIssue(issue, columns, language))
    .map(({ column, message }) => (column === null ? message : `${column}: ${message}`))
    .join('; ');
