/**
 * Delimited text to rows, streaming, with the same door as a workbook of one sheet. Used by csv
 * imports.
 */
import { TextDecoder } from 'node:util';
import { type BookSource, openRange } from '../book-source.js';
import { withTurns } from '../event-loop-turns.js';
import { PendingRows, type RowBatch } from '../pending-rows.js';
import type { RowsOptions, Workbook } from '../read/read-xlsx.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import { CsvParser } from './csv-parser.js';
import { detectDelimiter } from './detect-delimiter.js';
import { detectEncoding } from './detect-encoding.js';

export interface ReadCsvOptions {
  /** Of the one sheet; default "csv". */
  readonly sheetName?: string;
  /** Any label that TextDecoder knows; default: found out, see `detectEncoding`. */
  readonly encoding?: string;
  /**
   * One character; default: what a first line `sep=;` says, else found out among `,` tab `;` and
   * `|`.
   */
  readonly delimiter?: string;
  /** Characters of one record; default 1,048,576. */
  readonly maxRecordLength?: number;
  /** Takes away the `'` that `writeCsv` put before formulas; default false. */
  readonly formulaGuard?: boolean;
}

export interface CsvBook extends Workbook {
  readonly encoding: string;
  readonly delimiter: string;
}

const SAMPLE_BYTES = 1024 ** 2;
const DEFAULT_RECORD_LENGTH = 1024 ** 2;
const DEFAULT_BATCH_ROWS = 1_000;
const MAX_COLUMNS = 16_384;
/** Tells Excel the delimiter, and is not shown by it. */
const DELIMITER_LINE = /^sep=([^"\r\n])[\r\n]/i;

/**
 * One sheet whose cells are text, or null when empty. The number of a row is the one a spreadsheet
 * shows: lines inside quotes do not count, blank lines do. Rows throw WorkbookError `bad_quote` and
 * `record_too_large` with the line as an editor counts it and the character in it (`place.row`,
 * `place.offset`), `bad_encoding`, and `bad_column` beyond 16,384 columns. Throws `empty_file`,
 * `bad_options`.
 */
export async function readCsv(source: BookSource, options: ReadCsvOptions = {}): Promise<CsvBook> {
  if (source.size === 0)
    throw new WorkbookError({
      code: 'empty_file',
      message: 'The file is empty (0 bytes); choose it again.',
    });
  const sample = Buffer.from(await source.readRange(0, Math.min(source.size, SAMPLE_BYTES)));
  const encoding = options.encoding ?? detectEncoding(sample);
  const text = decoderOf(encoding, false).decode(sample);
  const told = DELIMITER_LINE.exec(text)?.[1];
  const delimiter = options.delimiter ?? told ?? detectDelimiter(text);
  const rows = (asked: RowsOptions = {}): AsyncGenerator<RowBatch, void, undefined> =>
    readRows(source, { ...options, encoding, delimiter, skip: told === undefined ? 0 : 1 }, asked);
  return {
    encoding,
    delimiter,
    date1904: false,
    notices: () => [],
    sheets: [{ name: options.sheetName ?? 'csv', hidden: false, rows }],
  };
}

interface RowsToRead extends ReadCsvOptions {
  readonly encoding: string;
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
    formulaGuard = false,
  }: RowsToRead,
  { signal, batchRows = DEFAULT_BATCH_ROWS }: RowsOptions,
): AsyncGenerator<RowBatch, void, undefined> {
  const decoder = decoderOf(encoding, true);
  const pending = new PendingRows(batchRows);
  const parser = new CsvParser(delimiter, maxRecordLength, (fields, record, length) => {
    const row = cellsOf(fields, formulaGuard);
    if (row.length === 0 || record <= skip) return;
    if (row.length > MAX_COLUMNS) throw tooManyColumns(record - skip, row.length);
    pending.add(row, { number: record - skip, hidden: false, length });
  });
  for await (const piece of withTurns(untilAborted(openRange(source, 0, source.size), signal))) {
    parser.feed(decoded(decoder, piece, encoding));
    yield* pending.batches();
  }
  parser.feed(decoded(decoder, undefined, encoding));
  parser.finish();
  pending.endBatch();
  yield* pending.batches();
}

/** Empty fields are null; those at the end are no cells. */
function cellsOf(fields: readonly string[], formulaGuard: boolean): (string | null)[] {
  const end = fields.findLastIndex((field) => field !== '') + 1;
  return fields.slice(0, end).map((field) => {
    if (field === '') return null;
    return formulaGuard && /^'+[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
  });
}

const tooManyColumns = (row: number, count: number): WorkbookError =>
  new WorkbookError({
    code: 'bad_column',
    message: `Row ${row} has ${count} columns; a sheet has at most 16,384. Is the delimiter the right one?`,
    place: { row },
  });

function decoderOf(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch (cause) {
    throw new WorkbookError({
      code: 'bad_options',
      message: `There is no encoding "${encoding}"; use utf-8, utf-16le or gbk.`,
      cause,
    });
  }
}

function decoded(decoder: TextDecoder, piece: Uint8Array | undefined, encoding: string): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch (cause) {
    const message = `The file holds bytes that are no valid ${encoding}; save it as UTF-8, or say which encoding it has.`;
    throw new WorkbookError({ code: 'bad_encoding', message, cause });
  }
}
