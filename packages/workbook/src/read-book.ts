/**
 * Opens an upload as what it is: a workbook, or delimited text. Used by imports, which cannot trust
 * a file's name.
 */
import { bookFormat, FORMAT_BYTES } from './book-format.js';
import type { BookSource } from './book-source.js';
import { type ReadCsvOptions, readCsv } from './csv/read-csv.js';
import type { ReadLimits } from './limits.js';
import { readXlsx, type Workbook } from './read/read-xlsx.js';
import { WorkbookError } from './workbook-error.js';

export interface ReadBookOptions {
  /** For a workbook. */
  readonly limits?: Partial<ReadLimits>;
  /** For delimited text. */
  readonly csv?: ReadCsvOptions;
}

/**
 * Throws WorkbookError: `not_a_workbook` for a file that is neither, and what readXlsx and readCsv
 * throw.
 */
export async function readBook(
  source: BookSource,
  { limits, csv }: ReadBookOptions = {},
): Promise<Workbook> {
  const start = await source.readRange(0, Math.min(source.size, FORMAT_BYTES));
  const format = bookFormat(start);
  if (format === 'csv') return readCsv(source, csv);
  if (format === 'unknown') {
    throw new WorkbookError({
      code: 'not_a_workbook',
      message:
        'This is neither an .xlsx workbook nor delimited text; save it as one of them and try again.',
      place: { offset: 0 },
    });
  }
  return readXlsx(source, limits);
}
