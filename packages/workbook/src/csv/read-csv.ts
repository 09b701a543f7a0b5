/**
 * Delimited text to rows, streaming, with the same door as a workbook of one sheet. Used by csv
 * imports.
 */
import type { BookSource } from '../book-source.js';
import type { Notice } from '../notice.js';
import { PendingRows, type RowBatch } from '../pending-rows.js';
import type { RowsOptions, Workbook } from '../read/read-xlsx.js';
import { WorkbookError } from '../workbook-error.js';
import { CsvParser } from './csv-parser.js';
import { DELIMITER_LINE, type DetectedDelimiter, detectDelimiter } from './detect-delimiter.js';
import { unguarded } from './formula-guard.js';
import { encodingNotices, type OpenText, openText, type TextOptions } from './open-text.js';

/** How delimited text is read. */
export interface ReadCsvOptions extends TextOptions {
  /** Of the one sheet; default "csv". */
  readonly sheetName?: string;
  /**
   * One character; default: what a first line `sep=;` says, else found out among `,` tab `;` and
   * `|`.
   */
  readonly delimiter?: string;
  /** Characters of one record; default 1,048,576. */
  readonly maxRecordLength?: number;
  /**
   * Removes the `'` that `writeCsv` put before formulas, and reads Excel's `="00123"` as `00123`;
   * default true.
   */
  readonly formulaGuard?: boolean;
}

/** Delimited text as a workbook of one sheet. */
export interface CsvBook extends Workbook {
  readonly encoding: string;
  readonly delimiter: string;
  /**
   * `encoding_assumed` { encoding } where no byte proves the encoding, `delimiter_assumed`
   * { delimiter } where another delimiter fits as well.
   */
  notices(): readonly Notice[];
}

const DEFAULT_RECORD_LENGTH = 1024 ** 2;
const DEFAULT_BATCH_ROWS = 1_000;
const MAX_COLUMNS = 16_384;

/**
 * Opens delimited text: one sheet whose cells are text, or null when empty, whatever `checkOnly`
 * says. Rows come as they stand in the file, of any length: lines before the header too, without
 * blank fields at their end. The number of a row is the one a spreadsheet shows: lines inside
 * quotes do not count, blank lines do. Rows throw WorkbookError `bad_quote` and `record_too_large`
 * with the line as an editor counts it and the character in it (`place.row`, `place.offset`),
 * `bad_encoding`, and `bad_column` beyond 16,384 columns. Throws `empty_file`, `bad_options`, and
 * `encoding_unclear` with `values.candidates`: ask the person, and call again with `encoding`.
 */
export async function readCsv(source: BookSource, options: ReadCsvOptions = {}): Promise<CsvBook> {
  const text = await openText(source, options);
  const told = DELIMITER_LINE.exec(text.sample)?.groups?.delimiter;
  const delimiter = delimiterOf(text.sample, options.delimiter ?? told);
  const found = { delimiter: delimiter.delimiter, skip: told === undefined ? 0 : 1 };
  const rows = (asked: RowsOptions = {}): AsyncGenerator<RowBatch, void, undefined> =>
    readRows(text, { ...options, ...found }, asked);
  return {
    encoding: text.encoding.encoding,
    delimiter: delimiter.delimiter,
    date1904: false,
    sheets: [{ name: options.sheetName ?? 'csv', hidden: false, rows }],
    notices: () => [...encodingNotices(text.encoding), ...delimiterNotices(delimiter)],
  };
}

const delimiterOf = (text: string, told: string | undefined): DetectedDelimiter =>
  told === undefined ? detectDelimiter(text) : { delimiter: told, assumed: false };

const delimiterNotices = ({ delimiter, assumed }: DetectedDelimiter): Notice[] =>
  assumed ? [{ code: 'delimiter_assumed', values: { delimiter } }] : [];

interface RowsToRead extends ReadCsvOptions {
  readonly delimiter: string;
  /** First records that are no rows. */
  readonly skip: number;
}

async function* readRows(
  text: OpenText,
  { delimiter, skip, maxRecordLength = DEFAULT_RECORD_LENGTH, formulaGuard = true }: RowsToRead,
  { signal, batchRows = DEFAULT_BATCH_ROWS }: RowsOptions,
): AsyncGenerator<RowBatch, void, undefined> {
  const pending = new PendingRows(batchRows);
  const parser = new CsvParser(delimiter, maxRecordLength, (fields, record, length) => {
    const row = cellsOf(fields, formulaGuard);
    if (row.length === 0 || record <= skip) return;
    if (row.length > MAX_COLUMNS) throw tooManyColumns(record - skip, row.length);
    pending.add(row, { number: record - skip, hidden: false, length });
  });
  for await (const piece of text.pieces(signal)) {
    parser.feed(piece);
    yield* pending.batches();
  }
  parser.finish();
  pending.endBatch();
  yield* pending.batches();
}

/** Empty fields are null; those at the end are no cells. */
function cellsOf(fields: readonly string[], formulaGuard: boolean): (string | null)[] {
  let end = fields.length;
  while (end > 0 && isBlank(fields[end - 1] ?? '', formulaGuard)) end -= 1;
  return fields.slice(0, end).map((field) => {
    if (isBlank(field, formulaGuard)) return null;
    return formulaGuard ? unguarded(field) : field;
  });
}

const isBlank = (field: string, formulaGuard: boolean): boolean =>
  field === '' || (formulaGuard && field === '=""');

const tooManyColumns = (row: number, count: number): WorkbookError =>
  new WorkbookError({
    code: 'bad_column',
    message: `Row ${row} has ${count} columns; a sheet has at most 16,384. Is the delimiter the right one?`,
    place: { row },
  });
