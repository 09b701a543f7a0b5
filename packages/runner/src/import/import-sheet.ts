/**
 * The sheet an import reads: of the stored workbook or text, or what the executor's own `parse`
 * step makes of the file.
 */
import type { Readable } from 'node:stream';
import { AppError, type UploadOptions } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import { type BookSource, type Cell, readBook, type Sheet } from '@longshore/workbook';

export interface SheetRows {
  readonly name: string;
  /** Delimited text: a row with more cells than the header has lost its columns. */
  readonly isText: boolean;
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
  /** With `checkOnly`: indexes of columns whose texts are read all the same. */
  readonly stringsOf?: ReadonlySet<number>;
}

interface OpenSheetOptions {
  readonly upload: StoredFile;
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
  /** Language tags of the person: they tell the encoding of a text file. */
  readonly languages: readonly string[];
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

export async function openSheet({
  upload,
  executor,
  options,
  languages,
  store,
  signal,
}: OpenSheetOptions): Promise<SheetRows> {
  const source = await storedSource(store, upload.key, signal);
  const { parse } = executor;
  if (parse !== null)
    return {
      name: upload.name,
      isText: false,
      rows: () => parse({ ...source, name: upload.name }, { signal }),
    };
  const { encoding, delimiter } = options;
  const csv = {
    sheetName: withoutEnding(upload.name),
    languages,
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
  const book = await readBook(source, { csv });
  const sheet = chooseSheet(book.sheets, options.sheet);
  return {
    name: sheet.name,
    isText: 'delimiter' in book,
    rows: (asked) => sheet.rows({ signal, batchRows: BATCH_ROWS, ...asked }),
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

function chooseSheet(sheets: readonly Sheet[], wanted: UploadOptions['sheet']): Sheet {
  const sheet =
    typeof wanted === 'number'
      ? sheets[wanted - 1]
      : sheets.find(({ name, hidden }) => (wanted === undefined ? !hidden : name === wanted));
  if (sheet !== undefined) return sheet;
  if (wanted === undefined) throw new AppError('no_visible_sheet');
  const names = sheets.slice(0, SHEETS_SHOWN).map(({ name }) => name);
  const more = sheets.length > SHEETS_SHOWN ? ', …' : '';
  throw new AppError('sheet_not_found', {
    values: { sheet: JSON.stringify(wanted), sheets: names.join(', ') + more },
  });
}

const SHEETS_SHOWN = 10;
