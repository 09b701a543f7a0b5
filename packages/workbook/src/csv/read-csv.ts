/** Delimited text to rows, streaming, with the same door as a workbook of one sheet. Used by csv imports. */
import { TextDecoder } from 'node:util';
import { type BookSource, openRange } from '../book-source.js';
import type { RowsOptions, Workbook } from '../read/read-xlsx.js';
import type { RowBatch } from '../read/sheet-parser.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import { CsvParser } from './csv-parser.js';
import { detectDelimiter } from './detect-delimiter.js';
import { detectEncoding } from './detect-encoding.js';

export interface ReadCsvOptions {
  /** Any label that TextDecoder knows; default: found out, see `detectEncoding`. */
  readonly encoding?: string;
  /** One character; default: found out among `,` tab `;` and `|`. */
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

/**
 * One sheet named "csv" whose cells are text, or null when empty. Its rows throw WorkbookError `bad_quote` with line and
 * character, `record_too_large`, `bad_encoding`. Throws `empty_file`, `bad_options`.
 */
export async function readCsv(source: BookSource, options: ReadCsvOptions = {}): Promise<CsvBook> {
  if (source.size === 0) throw new WorkbookError({ code: 'empty_file', message: 'The file is empty (0 bytes); choose it again.' });
  const sample = Buffer.from(await source.readRange(0, Math.min(source.size, SAMPLE_BYTES)));
  const encoding = options.encoding ?? detectEncoding(sample);
  const delimiter = options.delimiter ?? detectDelimiter(decoderOf(encoding, false).decode(sample));
  const rows = (asked: RowsOptions = {}): AsyncGenerator<RowBatch, void, undefined> =>
    readRows(source, { ...options, encoding, delimiter }, asked);
  return { encoding, delimiter, date1904: false, sheets: [{ name: 'csv', hidden: false, rows }] };
}

async function* readRows(
  source: BookSource,
  options: ReadCsvOptions & { readonly encoding: string; readonly delimiter: string },
  { signal, batchRows = DEFAULT_BATCH_ROWS }: RowsOptions,
): AsyncGenerator<RowBatch, void, undefined> {
  const { encoding, delimiter, maxRecordLength = DEFAULT_RECORD_LENGTH, formulaGuard = false } = options;
  const decoder = decoderOf(encoding, true);
  let rows: (string | null)[][] = [];
  let numbers: number[] = [];
  const parser = new CsvParser(delimiter, maxRecordLength, (fields, number) => {
    const row = cellsOf(fields, formulaGuard);
    if (row.length === 0) return;
    rows.push(row);
    numbers.push(number);
  });
  const full = function* (least: number): Generator<RowBatch> {
    while (rows.length >= least && rows.length > 0) {
      const batch = numbers.slice(0, batchRows);
      yield { rows: rows.slice(0, batchRows), numbers: Uint32Array.from(batch), hidden: new Uint8Array(batch.length) };
      rows = rows.slice(batchRows);
      numbers = numbers.slice(batchRows);
    }
  };
  for await (const piece of untilAborted(openRange(source, 0, source.size), signal)) {
    parser.feed(decoded(decoder, piece, encoding));
    yield* full(batchRows);
  }
  parser.feed(decoded(decoder, undefined, encoding));
  parser.finish();
  yield* full(1);
}

/** Empty fields are null; those at the end are no cells. */
function cellsOf(fields: readonly string[], formulaGuard: boolean): (string | null)[] {
  const end = fields.findLastIndex((field) => field !== '') + 1;
  return fields.slice(0, end).map((field) => {
    if (field === '') return null;
    return formulaGuard && /^'+[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
  });
}

function decoderOf(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch (cause) {
    throw new WorkbookError({ code: 'bad_options', message: `There is no encoding "${encoding}"; use utf-8, utf-16le or gbk.`, cause });
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
