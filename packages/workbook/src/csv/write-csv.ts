/** Rows to delimited text (RFC 4180), streaming. Used by csv exports. */
import { Readable } from 'node:stream';
import type { RowBatches, WriteCell } from '../cell.js';
import { withTurns } from '../event-loop-turns.js';
import { isDateFormat } from '../number-format.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import type { SheetColumn } from '../write/sheet-column.js';
import type { CheckpointOptions, PlacedRows } from '../write-checkpoint.js';
import { dateText } from './date-text.js';
import { DELIMITER_LINE } from './detect-delimiter.js';
import { guarded } from './formula-guard.js';

/** How delimited text is written. */
export interface WriteCsvOptions extends CheckpointOptions {
  /** Destroys the stream with the signal's reason. */
  readonly signal?: AbortSignal;
  /** One character; default `,`. */
  readonly delimiter?: string;
  /** Starts with the mark by which Excel knows UTF-8; default true. */
  readonly bom?: boolean;
  /**
   * Puts `'` before text that a spreadsheet would run as a formula; default true. `readCsv` undoes
   * it by default.
   */
  readonly formulaGuard?: boolean;
  /** IANA zone whose wall clock dates with a time show; default UTC. Pure days never shift. */
  readonly timeZone?: string;
}

const MARK = '\ufeff';
const LINE_END = '\r\n';

/**
 * A stream of UTF-8 text with a header line. Dates are written as `dateText` says, in the column's
 * zone where the column has one; booleans as TRUE and FALSE; numbers as ECMAScript prints them,
 * with NaN and Infinity; errors as Excel shows them. Throws WorkbookError `bad_options` for a
 * delimiter or a zone that does not exist; the stream fails with `bad_value` for an invalid Date.
 */
export function writeCsv(
  table: TableToWrite,
  {
    signal,
    delimiter = ',',
    bom = true,
    formulaGuard = true,
    timeZone = 'UTC',
    onCheckpoint,
    from,
  }: WriteCsvOptions = {},
): Readable {
  if (!/^[^"\r\n]$/.test(delimiter)) {
    throw new WorkbookError({
      code: 'bad_options',
      message: 'The delimiter must be one character, not a quote and not a line end.',
    });
  }
  const fields = new CsvFields(table.columns, { delimiter, formulaGuard, timeZone });
  const opening = (bom ? MARK : '') + headerOf(table, fields);
  const bytes = lines(table, { fields, opening, signal, onCheckpoint, from });
  return Readable.from(withTurns(bytes), { objectMode: false });
}

interface TableToWrite extends PlacedRows {
  readonly columns: readonly SheetColumn[];
  readonly rows: RowBatches;
}

const headerOf = ({ columns }: TableToWrite, fields: CsvFields): string =>
  columns.length === 0 ? '' : fields.header(columns.map(({ header }) => header));

interface LineOptions extends Pick<WriteCsvOptions, 'from'> {
  readonly fields: CsvFields;
  readonly opening: string;
  readonly signal: AbortSignal | undefined;
  readonly onCheckpoint: WriteCsvOptions['onCheckpoint'];
}

async function* lines(
  { rows, place = () => null }: TableToWrite,
  { fields, opening, signal, onCheckpoint, from }: LineOptions,
): AsyncGenerator<Buffer> {
  let sizeBytes = from?.sizeBytes ?? 0;
  const counted = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    sizeBytes += bytes.length;
    return bytes;
  };
  if (from === undefined) yield counted(opening);
  for await (const batch of untilAborted(rows, signal)) {
    for (let at = 0; at < batch.length; at += LINES_AT_ONCE) {
      yield counted(
        batch
          .slice(at, at + LINES_AT_ONCE)
          .map((row) => fields.line(row))
          .join(''),
      );
    }
    const reached = onCheckpoint === undefined ? null : place();
    if (reached !== null) onCheckpoint?.({ sizeBytes, place: reached, writer: null });
  }
}

/** Keeps the event loop free however large a batch is. */
const LINES_AT_ONCE = 1_000;

type FieldOptions = Required<Pick<WriteCsvOptions, 'delimiter' | 'formulaGuard' | 'timeZone'>>;

class CsvFields {
  readonly #delimiter: string;
  readonly #special: RegExp;
  readonly #isNumeric: readonly boolean[];
  readonly #guard: (text: string) => string;
  readonly #dates: ((date: Date) => string)[];
  readonly #otherDate: (date: Date) => string;

  constructor(
    columns: readonly SheetColumn[],
    { delimiter, formulaGuard, timeZone }: FieldOptions,
  ) {
    this.#delimiter = delimiter;
    this.#special = new RegExp(`["\\r\\n\\x1a${delimiter.replace(/[\]\\^-]/, '\\$&')}]|^\\s|\\s$`);
    this.#guard = formulaGuard ? guarded : (text) => text;
    this.#isNumeric = columns.map(({ format }) => format !== undefined && isNumberFormat(format));
    this.#dates = columns.map(({ format, zone = timeZone }) =>
      dateText({ timeZone: zone, ...(format !== undefined && { format }) }),
    );
    this.#otherDate = dateText({ timeZone });
  }

  /** Headers are text, whatever their column holds. */
  header(headers: readonly string[]): string {
    const line = headers.map((text) => this.#quoted(this.#guard(text))).join(this.#delimiter);
    const told = DELIMITER_LINE.test(`${line}\n`) ? `sep=${this.#delimiter}${LINE_END}` : '';
    return told + line + LINE_END;
  }

  line(row: readonly WriteCell[]): string {
    return row.map((cell, index) => this.#field(cell, index)).join(this.#delimiter) + LINE_END;
  }

  #field(cell: WriteCell, index: number): string {
    if (cell === null) return '';
    if (typeof cell === 'string') return this.#text(cell, index);
    if (typeof cell === 'number') return String(cell);
    if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
    if (cell instanceof Date) return (this.#dates[index] ?? this.#otherDate)(cell);
    if ('value' in cell) return this.#field(cell.value, index);
    return 'error' in cell ? this.#quoted(cell.error) : this.#text(cell.text ?? '', index);
  }

  /** A column of numbers may hold digits as text, where a double would lose some of them. */
  #text(text: string, index: number): string {
    const isNumber = this.#isNumeric[index] === true && NUMBER.test(text);
    return isNumber ? text : this.#quoted(this.#guard(text));
  }

  #quoted(text: string): string {
    return this.#special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const isNumberFormat = (format: string): boolean => /[0#]/.test(format) && !isDateFormat(format);
