/**
 * The table of an upload: its sheet, its header, which column feeds which property, and its rows in
 * batches.
 */
import { AppError, type UploadOptions } from '@longshore/contract';
import type { Place } from '@longshore/database';
import { type Column, headerKey, type ImportExecutor } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { ImportTask } from '@longshore/tasks';
import type { Cell } from '@longshore/workbook';
import { openSheet, type ReadOptions, type SheetRows } from './import-sheet.js';

export interface TableRow {
  readonly place: Place;
  /**
   * As wide as the sheet's row, up to 1,000 columns: what stands further right is not read. Index 0
   * = column A.
   */
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly sheetName: string;
  /** As of a sheet. */
  readonly isText: boolean;
  /** Header cells as they stand in the upload, for the error workbook. */
  readonly header: readonly string[];
  /** Where each column of the executor stands in a row; a column of blanks stands behind all. */
  readonly places: readonly { readonly column: Column; readonly index: number }[];
  /** Indexes of the columns whose texts prove the decimal sign. */
  readonly numberColumns: readonly number[];
  /**
   * Rows below the header, in batches; may be read again from the start. `checkOnly`: as of a
   * sheet, but the texts of number columns are read.
   */
  rows(options?: { readonly checkOnly: boolean }): AsyncIterable<TableRow[]>;
}

/**
 * One stray cell in column XFD makes a row of 16,384 cells, and a failed row is stored as it came.
 */
const COLUMNS_READ = 1_000;

interface OpenOptions {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

export async function openTable({
  task,
  executor,
  options,
  store,
  signal,
}: OpenOptions): Promise<Table> {
  const { upload, languages } = task;
  const sheet = await openSheet({ upload, executor, options, languages, store, signal });
  const first = await firstRow(sheet);
  const header = first.cells.slice(0, COLUMNS_READ).map(headerText);
  const places = placeColumns(executor.columns, header, sheet.name);
  const textColumns = indexesOfKinds(places, ['text']);
  const stringsOf = indexesOfKinds(places, ['number', 'integer', 'decimal']);
  return {
    sheetName: sheet.name,
    isText: sheet.isText,
    header,
    places,
    numberColumns: [...stringsOf],
    rows: (asked) => rowsBelow(sheet, first.place.row, { ...asked, textColumns, stringsOf }),
  };
}

/**
 * Text columns: a code such as 007 keeps its zeros only as the text that its cell shows. Number
 * columns: their texts prove the decimal sign.
 */
const indexesOfKinds = (
  places: Table['places'],
  kinds: readonly Column['kind'][],
): ReadonlySet<number> =>
  new Set(places.filter(({ column }) => kinds.includes(column.kind)).map(({ index }) => index));

/** One sheet is read. */
const PART = 1;

async function firstRow(sheet: SheetRows): Promise<TableRow> {
  for await (const { rows, numbers } of sheet.rows()) {
    const cells = rows[0];
    if (cells !== undefined) return { cells, place: { part: PART, row: numbers[0] ?? 1 } };
  }
  throw new AppError('no_rows', { values: { sheet: sheet.name } });
}

async function* rowsBelow(
  sheet: SheetRows,
  headerRow: number,
  asked: ReadOptions,
): AsyncGenerator<TableRow[]> {
  for await (const { rows, numbers } of sheet.rows(asked)) {
    const batch = rows
      .map((cells, i) => ({ cells: cellsRead(cells), place: { part: PART, row: numbers[i] ?? 0 } }))
      .filter(({ place }) => place.row > headerRow);
    if (batch.length > 0) yield batch;
  }
}

const cellsRead = (cells: readonly Cell[]): readonly Cell[] =>
  cells.length > COLUMNS_READ ? cells.slice(0, COLUMNS_READ) : cells;

function headerText(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || typeof cell === 'object' ? '' : String(cell).trim();
}

function placeColumns(
  columns: readonly Column[],
  header: readonly string[],
  sheet: string,
): Table['places'] {
  const texts = header.map(headerKey);
  const found = columns.map((column) => ({ column, indexes: indexesOf(column, texts) }));
  const missing = found.filter(({ column, indexes }) => column.required && indexes.length === 0);
  if (missing.length > 0)
    throw new AppError('missing_columns', { values: { sheet, ...names(missing) } });
  const twice = found.filter(({ indexes }) => indexes.length > 1);
  if (twice.length > 0)
    throw new AppError('duplicate_columns', { values: { sheet, ...names(twice) } });
  return found.flatMap(({ column, indexes: [index] }) => {
    if (index !== undefined) return [{ column, index }];
    return takesNull(column) ? [{ column, index: BEHIND_ALL }] : [];
  });
}

/** No row has a cell there. */
const BEHIND_ALL = COLUMNS_READ;

/** A property that takes null but may not be missing: its blank must be given. */
const takesNull = (column: Column): boolean => column.fromCell(null) === null;

function indexesOf(column: Column, texts: readonly string[]): number[] {
  const wanted = new Set([column.header, ...column.aliases].map(headerKey));
  return texts.flatMap((text, index) => (wanted.has(text) ? [index] : []));
}

/** Of columns, for a sentence in any language. */
const names = (found: readonly { column: Column }[]) => ({
  count: found.length,
  columns: found.map(({ column }) => column.title.en).join(', '),
  'columns.zh': found.map(({ column }) => column.title.zh).join('、'),
});
