/**
 * The sheets of an upload: of the stored workbook or text, or what the executor's own `parse` step
 * makes of the file.
 */
import type { Readable } from 'node:stream';
import { AppError, type UploadOptions } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import {
  type BookSource,
  type Cell,
  type CsvBook,
  type Notice,
  readBook,
} from '@longshore/workbook';

export interface UploadBook {
  /** At least one, in the order of the tabs; of a text file, or of `parse`, exactly one. */
  readonly sheets: readonly UploadSheet[];
  /** Of delimited text; null: the file is none. */
  readonly delimiter: string | null;
  /** Complete once all rows were read. */
  notices(): readonly Notice[];
}

export interface UploadSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** A row of text with cells beyond its header has moved, and is refused. */
  readonly isText: boolean;
  /** Of a form that names its columns without a row of headers. */
  readonly header?: readonly string[];
  /** That header may have properties in place of headers. */
  readonly namesProperties?: boolean;
  rows(options?: ReadOptions): AsyncIterable<{
    readonly rows: readonly (readonly Cell[])[];
    readonly numbers: ArrayLike<number>;
  }>;
}

export interface ReadOptions {
  /**
   * Something stands for each value; a workbook is then looked through in a fraction of the time.
   */
  readonly checkOnly?: boolean;
  /** Indexes of columns whose numbers and dates are read as the texts that their cells show. */
  readonly textColumns?: ReadonlySet<number>;
  /** With `checkOnly`: indexes of columns that are read all the same. */
  readonly columnsRead?: ReadonlySet<number>;
  /** With `checkOnly`: indexes of further columns whose texts are read. */
  readonly textsRead?: ReadonlySet<number>;
}

interface OpenOptions {
  readonly upload: StoredFile;
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
  /** Language tags of the person: they tell the encoding of a text file. */
  readonly languages: readonly string[];
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

export async function openBook({
  upload,
  executor,
  options,
  languages,
  store,
  signal,
}: OpenOptions): Promise<UploadBook> {
  const source = await storedSource(store, upload.key, signal);
  const { parse } = executor;
  if (parse !== null) {
    const rows = () => parse({ ...source, name: upload.name }, { signal });
    return {
      sheets: [{ name: upload.name, hidden: false, isText: false, rows }],
      delimiter: null,
      notices: () => [],
    };
  }
  const { encoding, delimiter } = options;
  const csv = {
    sheetName: withoutEnding(upload.name),
    languages,
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
  const { fixedWidth } = executor;
  const book = await readBook(source, { csv, ...(fixedWidth && { fixedWidth }) });
  return {
    sheets: book.sheets.map((sheet) => ({
      name: sheet.name,
      hidden: sheet.hidden,
      isText: 'encoding' in book,
      ...('header' in sheet && { header: sheet.header, namesProperties: fixedWidth === null }),
      rows: (asked) => sheet.rows({ signal, batchRows: BATCH_ROWS, ...asked }),
    })),
    delimiter: 'delimiter' in book ? (book as CsvBook).delimiter : null,
    notices: () => book.notices(),
  };
}

/** Read at once; few, so that the database need not wait long for its next statement. */
const BATCH_ROWS = 250;

/** As a spreadsheet names the sheet of a text file. */
const withoutEnding = (name: string): string => name.replace(/\.[^.]*$/, '');

/** Ranged reads of a stored object, as the workbook reader asks for them. */
async function storedSource(
  store: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<BookSource & { openRange(start: number, end: number): AsyncIterable<Uint8Array> }> {
  const info = await store.stat(key);
  if (info === null)
    throw new AppError('file_gone', { message: `The upload ${key} is no longer in the store.` });
  const openRange = async function* (start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* (await store.read(key, { start, end }, signal)) as Readable & AsyncIterable<Uint8Array>;
  };
  return {
    size: info.sizeBytes,
    openRange,
    readRange: (start, end) => collect(openRange(start, end)),
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts);
}
