/**
 * Opens an upload as what it is: a workbook, delimited text, or lines of another form. Used by
 * imports, which cannot trust a file's name.
 */
import { otherArchive } from './archive-format.js';
import { bookFormat, FORMAT_BYTES } from './book-format.js';
import type { BookSource } from './book-source.js';
import { type CsvBook, type ReadCsvOptions, readCsv } from './csv/read-csv.js';
import type { ReadLimits } from './limits.js';
import type { LinesBook } from './lines/lines-book.js';
import { type FixedColumn, readFixedWidth } from './lines/read-fixed-width.js';
import { readJsonLines } from './lines/read-json-lines.js';
import { oleFormatOf } from './ole-format.js';
import { readXlsx, type Workbook } from './read/read-xlsx.js';
import { refusal } from './refused-format.js';
import { WorkbookError, type WorkbookErrorCode } from './workbook-error.js';

/** How an upload is read, by its format. */
export interface ReadBookOptions {
  /** For a workbook. */
  readonly limits?: Partial<ReadLimits>;
  /** For text; its `delimiter` says that the text is delimited. */
  readonly csv?: ReadCsvOptions;
  /** Where the columns stand in lines of text; left out: text is not of fixed widths. */
  readonly fixedWidth?: readonly FixedColumn[];
}

/**
 * Opens a workbook, delimited text, JSON lines or text of fixed widths. Throws WorkbookError: the
 * kind of file for one that is neither (`web_page`, `old_workbook` …, `not_a_workbook`), and what
 * readXlsx and readCsv throw.
 */
export async function readBook(
  source: BookSource,
  { limits, csv = {}, fixedWidth }: ReadBookOptions = {},
): Promise<Workbook | CsvBook | LinesBook> {
  const start = Buffer.from(await source.readRange(0, Math.min(source.size, FORMAT_BYTES)));
  const format = bookFormat(start, csv.delimiter);
  if (format === 'csv' || format === 'jsonl') {
    if (fixedWidth !== undefined) return readFixedWidth(source, { ...csv, columns: fixedWidth });
    const isDelimited = format === 'csv' || csv.delimiter !== undefined;
    return isDelimited ? readCsv(source, csv) : readJsonLines(source, csv);
  }
  if (format === 'old_or_encrypted') throw refusal(await oleFormatOf(source, start));
  if (format !== 'xlsx') throw refusal(format);
  return readArchive(source, limits);
}

/** Looks for another kind of file only where no workbook can be read: good ones cost nothing. */
async function readArchive(source: BookSource, limits?: Partial<ReadLimits>): Promise<Workbook> {
  try {
    const book = await readXlsx(source, limits);
    if (book.sheets.length > 0) return book;
    const other = await otherArchive(source);
    if (other === null) return book;
    throw refusal(other);
  } catch (error) {
    if (!(error instanceof WorkbookError) || !MISLEADING.has(error.code)) throw error;
    const other = await otherArchive(source);
    throw other === null ? error : refusal(other);
  }
}

/** What readXlsx says of archives that are something else, or have bytes behind their end. */
const MISLEADING: ReadonlySet<WorkbookErrorCode> = new Set([
  'not_a_workbook',
  'missing_part',
  'truncated',
  'bad_xml',
  'bad_encoding',
]);
