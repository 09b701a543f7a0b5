/**
 * The error workbook: a form with the failed rows of an upload, to correct and to upload again.
 * Or a workbook of every row with its outcome. The upload itself is never changed.
 */
import type { FailedRow, Place } from '@longshore/database';
import { contentTypeOf, type ObjectStore } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import { type SheetToWrite, type WriteCell, writeCsv, writeXlsx } from '@longshore/workbook';
import { type RowsKind, rowsFileName } from '../result-file.js';
import { type RowIds, rowIds } from './corrections/row-ids.js';
import { type FileCells, TEXT_CELLS, WORKBOOK_CELLS } from './error-cells.js';
import { errorColumns } from './error-columns.js';
import { errorRows } from './error-rows.js';
import type { TablePart } from './import-table.js';
import type { OpenedImport } from './open-import.js';
import { rowsByPart } from './rows-by-part.js';

interface ErrorWorkbookOptions {
  readonly opened: OpenedImport;
  /** Prefix of the file's key. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  readonly store: ObjectStore;
  /** Default: the failed rows that the database holds of the task. */
  readonly rows?: WorkbookRows;
}

/** What the workbook shows. */
export interface WorkbookRows {
  readonly kind: RowsKind;
  /** In reading order; may be read again. */
  pages(): AsyncIterable<readonly FailedRow[]>;
  /** Null: none of the rows is known when it comes back. */
  readonly ids: RowIds | null;
  /** What is told of a row without an issue. */
  outcomeOf(place: Place): string;
}

/** Writes and stores the workbook. */
export async function writeErrorWorkbook({
  opened,
  prefix,
  signal,
  store,
  rows = failedRowsOf(opened),
}: ErrorWorkbookOptions): Promise<StoredFile> {
  const { task, options, table } = opened;
  const { delimiter } = table;
  const isText = delimiter !== null && options.issuesFormat === 'csv';
  const sheets = await errorSheets(opened, rows, isText ? TEXT_CELLS : WORKBOOK_CELLS);
  const [first] = sheets;
  const body =
    isText && first !== undefined
      ? writeCsv(first, { delimiter, signal })
      : writeXlsx(sheets, { signal, timeZone: task.timeZone });
  const ending = isText ? 'csv' : 'xlsx';
  const key = `${prefix}/${rows.kind}.${ending}`;
  const name = rowsFileName(task.upload.name, { kind: rows.kind, language: task.language, ending });
  const { sizeBytes } = await store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}

interface ErrorSheet extends SheetToWrite {
  readonly rows: AsyncIterable<WriteCell[][]>;
}

function failedRowsOf({ task: { taskId }, database }: OpenedImport): WorkbookRows {
  const { corrections } = database;
  return {
    kind: 'issues',
    pages: () => database.failedRows(taskId),
    ids: corrections === null ? null : rowIds(taskId, corrections),
    outcomeOf: () => '',
  };
}

/** A sheet for each sheet of the upload that has such rows; of delimited text there is one. */
async function errorSheets(
  opened: OpenedImport,
  { pages, ids, outcomeOf }: WorkbookRows,
  fileCells: FileCells,
): Promise<ErrorSheet[]> {
  const { task, executor, table, measured } = opened;
  const { language } = task;
  const filled = await filledByPart(pages, opened);
  const pagesOf = rowsByPart(pages());
  return table.parts.flatMap((part) => {
    const filledHere = filled.get(part.number);
    if (filledHere === undefined) return [];
    const known = executor.columns;
    const { columns, indexes } = errorColumns({
      part,
      known,
      filled: filledHere,
      hasIds: ids !== null,
      language,
    });
    const rows = errorRows({
      pages: pagesOf(part.number),
      part,
      namesSheet: table.parts.length > 1,
      known,
      indexes,
      forms: measured.forms,
      ids,
      outcomeOf,
      fileCells,
      language,
    });
    return [{ name: part.sheetName, columns, rows, form: true, wallClock: true }];
  });
}

/**
 * By part with failed rows, the indexes at which such a row has a cell, which matters for columns
 * without a header. Where nothing of this matters the failed rows are read only once.
 */
async function filledByPart(
  pages: () => AsyncIterable<readonly FailedRow[]>,
  { table: { parts }, measured: { widths } }: OpenedImport,
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const isNamed = ({ header, number }: TablePart) =>
    !header.includes('') && (widths[number - 1] ?? 0) <= header.length;
  if (parts.length === 1 && parts.every(isNamed)) return new Map([[1, new Set()]]);
  const filled = new Map<number, Set<number>>();
  for await (const page of pages())
    for (const { place, cells } of page) {
      const indexes = filled.get(place.part) ?? new Set();
      filled.set(place.part, indexes);
      for (const [index, cell] of cells.entries()) if (cell !== null) indexes.add(index);
    }
  return filled;
}
