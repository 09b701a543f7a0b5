/**
 * The error workbook: a form with the failed rows of an upload, to correct and to upload again.
 * The upload itself is never changed.
 */
import type { FailedRow } from '@longshore/database';
import { contentTypeOf, type ObjectStore } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import { writeCsv, writeXlsx } from '@longshore/workbook';
import { errorFileName } from '../result-file.js';
import { TEXT_CELLS, WORKBOOK_CELLS } from './error-cells.js';
import { errorColumns } from './error-columns.js';
import { errorRows } from './error-rows.js';
import type { OpenedImport } from './open-import.js';

interface ErrorWorkbookOptions {
  readonly opened: OpenedImport;
  /** Prefix of the file's key. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  readonly store: ObjectStore;
}

/** Writes and stores the failed rows that the database holds of the task. */
export async function writeErrorWorkbook({
  opened,
  prefix,
  signal,
  store,
}: ErrorWorkbookOptions): Promise<StoredFile> {
  const { task, executor, database, options, table, measured } = opened;
  const { language } = task;
  const failedRows = () => database.failedRows(task.taskId);
  const { columns, indexes } = errorColumns({
    table,
    known: executor.columns,
    filled: await filledIndexes(failedRows, opened),
    language,
  });
  const { delimiter } = table;
  const isText = delimiter !== null && options.issuesFormat === 'csv';
  const rows = errorRows({
    pages: failedRows(),
    table,
    known: executor.columns,
    indexes,
    forms: measured.forms,
    fileCells: isText ? TEXT_CELLS : WORKBOOK_CELLS,
    language,
  });
  const body = isText
    ? writeCsv({ columns, rows }, { delimiter, signal })
    : writeXlsx([{ name: table.sheetName, columns, rows, form: true, wallClock: true }], {
        signal,
        timeZone: task.timeZone,
      });
  const ending = isText ? 'csv' : 'xlsx';
  const key = `${prefix}/issues.${ending}`;
  const name = errorFileName(task.upload.name, language, ending);
  const { sizeBytes } = await store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}

/**
 * Indexes at which a failed row has a cell, where that matters: for columns without a header. Else
 * none, and the failed rows are read only once.
 */
async function filledIndexes(
  failedRows: () => AsyncIterable<FailedRow[]>,
  { table: { header }, measured: { width } }: OpenedImport,
): Promise<ReadonlySet<number>> {
  const filled = new Set<number>();
  if (width <= header.length && !header.includes('')) return filled;
  for await (const page of failedRows())
    for (const { cells } of page)
      for (const [index, cell] of cells.entries()) if (cell !== null) filled.add(index);
  return filled;
}
