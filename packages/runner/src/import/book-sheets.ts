/** The files and the sheets of an upload, as the rest of an import sees them. */
import type { Cell, Notice, ReadBookOptions, readBook } from '@longshore/workbook';
import type { AttachedFiles } from './archive/attachments.js';

export interface UploadBook {
  /** At least one; several only of an archive. */
  readonly files: readonly UploadFile[];
  readonly attachments: AttachedFiles;
  /** Files of an archive that are skipped. */
  readonly junk: readonly string[];
  /** Of delimited text; null: the upload is none. */
  readonly delimiter: string | null;
  /** Complete once all rows were read. */
  notices(): readonly Notice[];
}

export interface UploadFile {
  /** In its archive; null: the upload is no archive. */
  readonly name: string | null;
  /** In the order of the tabs; of a text file, or of `parse`, exactly one. */
  readonly sheets: readonly UploadSheet[];
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

/** A book of one file. */
export type OpenedBook = Awaited<ReturnType<typeof readBook>>;

interface SheetsOptions {
  readonly asked: ReadBookOptions;
  readonly signal: AbortSignal;
}

export const sheetsOf = (book: OpenedBook, { asked, signal }: SheetsOptions): UploadSheet[] =>
  book.sheets.map((sheet) => ({
    name: sheet.name,
    hidden: sheet.hidden,
    isText: 'encoding' in book,
    ...('header' in sheet && {
      header: sheet.header,
      namesProperties: asked.fixedWidth === undefined,
    }),
    rows: (wanted) => sheet.rows({ signal, batchRows: BATCH_ROWS, ...wanted }),
  }));

/** Read at once; few, so that the database need not wait long for its next statement. */
const BATCH_ROWS = 250;

/** As a spreadsheet names the sheet of a text file. */
export const sheetName = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
