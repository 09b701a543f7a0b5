/**
 * The table of an upload: the sheets that are read, which of their columns feeds which property,
 * and their rows in batches.
 */
import { AppError, type StoredIssue, type UploadOptions } from '@longshore/contract';
import type { Place, RowRef } from '@longshore/database';
import { type Column, headerKey, type ImportExecutor, isBlank } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { HeaderChoice, ImportTask } from '@longshore/tasks';
import type { Cell } from '@longshore/workbook';
import { namesInWords } from '../notice-list.js';
import { inFile } from './archive/file-fault.js';
import type { ReadOptions, UploadBook } from './book-sheets.js';
import { chooseSheets, type HeadedSheet } from './choose-sheets.js';
import { usableChoices } from './header-choice.js';
import { COLUMNS_READ, holdsNumbers, type PlacedColumns } from './place-columns.js';
import { openBook } from './upload-book.js';

/** One sheet of the table. */
export interface TablePart extends Pick<PlacedColumns, 'places' | 'leftOut'> {
  /** From 1, in reading order. */
  readonly number: number;
  /** The file of an archive; null: the upload is none. */
  readonly fileName: string | null;
  readonly sheetName: string;
  /** As it stands in the upload, without the columns of an error workbook. */
  readonly header: readonly string[];
  /** Rows above the header that show anything: a title. */
  readonly above: number;
  readonly headerRow: number;
  /** The owner's last choice for this header, which was followed. */
  readonly remembered: HeaderChoice | null;
  /** Other rows could be the header: the owner's last choice decided. */
  readonly isChosenAgain: boolean;
  /** Its header may have properties in place of headers. */
  readonly namesProperties: boolean;
  /** A row with more cells than the header has lost its columns. */
  readonly refusesExtras: boolean;
  /** Indexes of the columns whose texts prove the decimal sign. */
  readonly numberColumns: readonly number[];
  /** It has the column of an error workbook that tells which earlier row each row is. */
  readonly hasRowIds: boolean;
  /** The places of the columns that name a row. */
  readonly keyPlaces: PlacedColumns['places'];
  /** The places of the columns whose cells name files. */
  readonly attachmentPlaces: PlacedColumns['places'];
}

export interface TableRow {
  readonly place: Place;
  readonly part: TablePart;
  /**
   * As wide as the sheet's row, up to 1,000 columns: what stands further right is not read. Index 0
   * = column A.
   */
  readonly cells: readonly Cell[];
  /** What its id cell holds; left out where there is none. */
  readonly rowId?: string;
  /** The row of an earlier import that this one corrects. */
  readonly corrects?: RowRef;
  /** What is wrong with its id. */
  readonly idIssue?: StoredIssue;
}

export interface Table extends Pick<UploadBook, 'notices' | 'delimiter' | 'attachments' | 'junk'> {
  /** At least one. */
  readonly parts: readonly TablePart[];
  /** Names of sheets that are not read. */
  readonly unread: readonly string[];
  /** Rows below the headers, in batches of one part; may be read again from the start. */
  rows(options?: RowsOptions): AsyncIterable<TableRow[]>;
}

interface RowsOptions {
  /** As of a sheet, but cells of the key, and texts of numbers and dates, are read. */
  readonly checkOnly?: boolean;
  /** Takes each row that shows nothing, which is no row of the table. */
  readonly onBlankRow?: (part: TablePart, row: number) => void;
}

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
  const book = await openBook({ upload, executor, options, languages, store, signal });
  const { columns, parse } = executor;
  const remembered = usableChoices(task.headerChoices, columns);
  const sources: Omit<PartOptions, 'number' | 'key'>[] = [];
  const allUnread: string[] = [];
  for (const { name, sheets } of book.files) {
    const { chosen, unread } = await inFile(name, () =>
      chooseSheets({
        sheets,
        options: parse === null ? options : {},
        reading: { columns, options, remembered, isShared: book.files.length > 1 },
      }),
    );
    sources.push(...chosen.map((source) => ({ source, fileName: name })));
    allUnread.push(...unread.map((sheet) => (name === null ? sheet : `${name}: ${sheet}`)));
  }
  if (book.files.length > 1) refuseUnusedMapping(options, sources);
  const parts = sources.map((source, index) =>
    openPart({ ...source, number: index + 1, key: executor.key }),
  );
  const { delimiter, notices, attachments, junk } = book;
  return {
    parts: parts.map(({ part }) => part),
    unread: allUnread,
    delimiter,
    notices,
    attachments,
    junk,
    rows: (asked) => rowsOf(parts, asked),
  };
}

/** A header that none of several files has. Throws AppError `mapped_headers_missing`. */
function refuseUnusedMapping(
  { mapping = {} }: UploadOptions,
  sources: readonly Pick<PartOptions, 'source' | 'fileName'>[],
): void {
  const found = new Set(sources.flatMap(({ source }) => source.header.map(headerKey)));
  const absent = Object.keys(mapping).filter(
    (text) => mapping[text] !== null && !found.has(headerKey(text)),
  );
  const [first] = sources;
  if (absent.length === 0 || first === undefined) return;
  const { row, header } = first.source;
  const columns = { count: absent.length, columns: namesInWords(absent) };
  const read = { sheet: first.fileName ?? '', row, found: namesInWords(header) };
  throw new AppError('mapped_headers_missing', { values: { ...read, ...columns } });
}

interface OpenPart {
  readonly part: TablePart;
  readonly source: HeadedSheet;
  /** Where the ids of rows stand in the sheet. */
  readonly idIndex: number | null;
  readonly columns: Required<Pick<ReadOptions, 'textColumns' | 'columnsRead' | 'textsRead'>>;
}

interface PartOptions {
  readonly source: HeadedSheet;
  readonly fileName: string | null;
  readonly number: number;
  readonly key: readonly string[];
}

function openPart({ source, fileName, number, key }: PartOptions): OpenPart {
  const { sheet, header, row: headerRow, above, places, own } = source;
  const { leftOut, remembered, isChosenAgain } = source;
  const keyPlaces = places.filter(({ column }) => key.includes(column.key));
  const attachmentPlaces = places.filter(({ column }) => column.isAttachment);
  const numberColumns = indexesOf(places, holdsNumbers);
  const idIndex = own?.idIndex ?? null;
  const inSheet = (indexes: readonly number[]) =>
    new Set(own === null ? indexes : indexes.map(own.sheetIndex));
  return {
    source,
    part: {
      number,
      fileName,
      sheetName: sheet.name,
      header,
      above,
      headerRow,
      leftOut,
      remembered,
      isChosenAgain,
      namesProperties: sheet.namesProperties === true,
      refusesExtras: sheet.isText || own?.hasExtras === true,
      places,
      numberColumns,
      hasRowIds: idIndex !== null,
      keyPlaces,
      attachmentPlaces,
    },
    idIndex,
    columns: {
      // a code such as 007 keeps its zeros only as the text that its cell shows
      textColumns: inSheet(indexesOf(places, ({ kind }) => kind === 'text')),
      columnsRead: new Set([
        ...inSheet([...keyPlaces, ...attachmentPlaces].map(({ index }) => index)),
        ...(idIndex === null ? [] : [idIndex]),
      ]),
      // they prove the decimal sign, and the order of day and month
      textsRead: inSheet(indexesOf(places, (one) => holdsNumbers(one) || one.kind === 'date')),
    },
  };
}

const indexesOf = (
  places: TablePart['places'],
  isWanted: (column: Column) => boolean,
): readonly number[] => places.filter(({ column }) => isWanted(column)).map(({ index }) => index);

async function* rowsOf(
  parts: readonly OpenPart[],
  options: RowsOptions = {},
): AsyncGenerator<TableRow[]> {
  for (const part of parts) yield* rowsBelow(part, options);
}

async function* rowsBelow(
  { part, source: { sheet, row: headerRow, own }, idIndex, columns }: OpenPart,
  { checkOnly = false, onBlankRow }: RowsOptions,
): AsyncGenerator<TableRow[]> {
  for await (const { rows, numbers } of sheet.rows({ checkOnly, ...columns })) {
    const batch: TableRow[] = [];
    for (let i = 0; i < rows.length; i++) {
      const all = rows[i] ?? [];
      const row = numbers[i] ?? 0;
      if (row <= headerRow) continue;
      const read = all.length > COLUMNS_READ ? all.slice(0, COLUMNS_READ) : all;
      const cells = own === null ? read : own.take(read);
      if (cells.every(isBlank)) onBlankRow?.(part, row);
      else batch.push(tableRow({ cells, part, row, id: idIndex === null ? null : all[idIndex] }));
    }
    if (batch.length > 0) yield batch;
  }
}

interface RowOptions extends Pick<TableRow, 'cells' | 'part'> {
  readonly row: number;
  readonly id: Cell | undefined;
}

function tableRow({ cells, part, row, id }: RowOptions): TableRow {
  const place = { part: part.number, row };
  return isBlank(id ?? null) ? { cells, part, place } : { cells, part, place, rowId: String(id) };
}
