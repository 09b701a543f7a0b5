/**
 * Delimited text to rows, streaming, with the same door as a workbook of one sheet. Used by csv
 * imports.
 */
import { type BookSource, openRange } from '../book-source.js';
import { withTurns } from '../event-loop-turns.js';
import type { Notice } from '../notice.js';
import { PendingRows, type RowBatch } from '../pending-rows.js';
import type { RowsOptions, Workbook } from '../read/read-xlsx.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import { CsvParser } from './csv-parser.js';
import { DELIMITER_LINE, type DetectedDelimiter, detectDelimiter } from './detect-delimiter.js';
import { type DetectedEncoding, detectEncoding } from './detect-encoding.js';
import { firstBeyondAscii } from './first-beyond-ascii.js';
import { unguarded } from './formula-guard.js';
import { textDecoder } from './text-decoder.js';

/** How delimited text is read. */
export interface ReadCsvOptions {
  /** Of the one sheet; default "csv". */
  readonly sheetName?: string;
  /** Any label that TextDecoder knows, or `ibm850`; default: found out, see `languages`. */
  readonly encoding?: string;
  /**
   * The person's languages (BCP 47), the best first, as Accept-Language lists them. They suggest
   * the encoding of a file that is neither UTF-8 nor UTF-16; without them the person is asked.
   */
  readonly languages?: readonly string[];
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

const SAMPLE_BYTES = 1024 ** 2;
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
  if (source.size === 0)
    throw new WorkbookError({
      code: 'empty_file',
      message: 'The file is empty (0 bytes); choose it again.',
    });
  const sample = Buffer.from(await source.readRange(0, Math.min(source.size, SAMPLE_BYTES)));
  const encoding = await encodingOf(source, sample, options);
  const text = textDecoder(encoding.encoding, false).decode(sample, { stream: true });
  const told = DELIMITER_LINE.exec(text)?.groups?.delimiter;
  const delimiter = delimiterOf(text, options.delimiter ?? told);
  const found = { encoding, delimiter: delimiter.delimiter, skip: told === undefined ? 0 : 1 };
  const rows = (asked: RowsOptions = {}): AsyncGenerator<RowBatch, void, undefined> =>
    readRows(source, { ...options, ...found }, asked);
  return {
    encoding: encoding.encoding,
    delimiter: delimiter.delimiter,
    date1904: false,
    sheets: [{ name: options.sheetName ?? 'csv', hidden: false, rows }],
    notices: () => noticesOf(encoding, delimiter),
  };
}

async function encodingOf(
  source: BookSource,
  sample: Buffer,
  { encoding, languages }: ReadCsvOptions,
): Promise<DetectedEncoding> {
  if (encoding !== undefined) return { encoding, found: 'told' };
  const isWhole = sample.length === source.size;
  const found = await detectEncoding(sample, { languages, isWhole });
  if (found.found !== 'ascii' || isWhole) return found;
  const start = await firstBeyondAscii(source, sample.length);
  if (start === null) return found;
  const end = Math.min(start + SAMPLE_BYTES, source.size);
  const later = Buffer.from(await source.readRange(start, end));
  return detectEncoding(later, { languages, isWhole: end === source.size });
}

const delimiterOf = (text: string, told: string | undefined): DetectedDelimiter =>
  told === undefined ? detectDelimiter(text) : { delimiter: told, assumed: false };

function noticesOf(
  { encoding, found }: DetectedEncoding,
  { delimiter, assumed }: DetectedDelimiter,
): Notice[] {
  const notices: Notice[] = [];
  if (found === 'suggested') notices.push({ code: 'encoding_assumed', values: { encoding } });
  if (assumed) notices.push({ code: 'delimiter_assumed', values: { delimiter } });
  return notices;
}

interface RowsToRead extends Omit<ReadCsvOptions, 'encoding'> {
  readonly encoding: DetectedEncoding;
  readonly delimiter: string;
  /** First records that are no rows. */
  readonly skip: number;
}

async function* readRows(
  source: BookSource,
  {
    encoding,
    delimiter,
    skip,
    maxRecordLength = DEFAULT_RECORD_LENGTH,
    formulaGuard = true,
  }: RowsToRead,
  { signal, batchRows = DEFAULT_BATCH_ROWS }: RowsOptions,
): AsyncGenerator<RowBatch, void, undefined> {
  const decoder = textDecoder(encoding.encoding, true);
  const pending = new PendingRows(batchRows);
  const parser = new CsvParser(delimiter, maxRecordLength, (fields, record, length) => {
    const row = cellsOf(fields, formulaGuard);
    if (row.length === 0 || record <= skip) return;
    if (row.length > MAX_COLUMNS) throw tooManyColumns(record - skip, row.length);
    pending.add(row, { number: record - skip, hidden: false, length });
  });
  for await (const piece of withTurns(untilAborted(openRange(source, 0, source.size), signal))) {
    parser.feed(decoded(() => decoder.decode(piece, { stream: true }), encoding));
    yield* pending.batches();
  }
  parser.feed(decoded(() => decoder.decode(), encoding));
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

function decoded(decode: () => string, { encoding }: DetectedEncoding): string {
  try {
    return decode();
  } catch (cause) {
    const message = `The file holds bytes that are no valid ${encoding}; save it as UTF-8, or say which encoding it has.`;
    throw new WorkbookError({ code: 'bad_encoding', message, cause });
  }
}
