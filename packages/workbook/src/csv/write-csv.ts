/** Rows to delimited text (RFC 4180), streaming. Used by csv exports. */
import { Readable } from 'node:stream';
import type { RowBatches, WriteCell } from '../cell.js';
import { withTurns } from '../event-loop-turns.js';
import { showsTime } from '../number-format.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import type { SheetColumn } from '../write/sheet-column.js';
import { zoneOffset } from '../write/zone-offset.js';

export interface WriteCsvOptions {
  /** Destroys the stream with the signal's reason. */
  readonly signal?: AbortSignal;
  /** One character; default `,`. */
  readonly delimiter?: string;
  /** Starts with the mark by which Excel knows UTF-8; default true. */
  readonly bom?: boolean;
  /**
   * Puts `'` before text that a spreadsheet would run as a formula; default false, since it changes
   * the values. `readCsv` can undo it.
   */
  readonly formulaGuard?: boolean;
}

const MARK = '\ufeff';
const LINE_END = '\r\n';
const DATE_LENGTH = 'yyyy-mm-dd'.length;
const SECONDS_LENGTH = 'yyyy-mm-dd hh:mm:ss'.length;

/**
 * UTF-8 text with a header line. Dates are written as `yyyy-mm-dd hh:mm:ss`, without the time where
 * the column's format shows none, in the column's zone; booleans as TRUE and FALSE; errors as Excel
 * shows them.
 */
export function writeCsv(
  table: { readonly columns: readonly SheetColumn[]; readonly rows: RowBatches },
  { signal, delimiter = ',', bom = true, formulaGuard = false }: WriteCsvOptions = {},
): Readable {
  if (!/^[^"\r\n]$/.test(delimiter)) {
    throw new WorkbookError({
      code: 'bad_options',
      message: 'The delimiter must be one character, not a quote and not a line end.',
    });
  }
  const fields = new CsvFields(table.columns, delimiter, formulaGuard);
  return Readable.from(withTurns(lines(table, fields, bom ? MARK : '', signal)), {
    objectMode: false,
  });
}

async function* lines(
  { columns, rows }: { readonly columns: readonly SheetColumn[]; readonly rows: RowBatches },
  fields: CsvFields,
  mark: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  yield Buffer.from(
    mark + (columns.length === 0 ? '' : fields.line(columns.map(({ header }) => header))),
  );
  for await (const batch of untilAborted(rows, signal)) {
    for (let at = 0; at < batch.length; at += LINES_AT_ONCE) {
      yield Buffer.from(
        batch
          .slice(at, at + LINES_AT_ONCE)
          .map((row) => fields.line(row))
          .join(''),
      );
    }
  }
}

/** Keeps the event loop free however large a batch is. */
const LINES_AT_ONCE = 1_000;

class CsvFields {
  readonly #delimiter: string;
  readonly #formulaGuard: boolean;
  readonly #special: RegExp;
  readonly #dates: ((date: Date) => string)[];

  constructor(columns: readonly SheetColumn[], delimiter: string, formulaGuard: boolean) {
    this.#delimiter = delimiter;
    this.#formulaGuard = formulaGuard;
    this.#special = new RegExp(`["\\r\\n${delimiter.replace(/[\]\\^-]/, '\\$&')}]|^\\s|\\s$`);
    this.#dates = columns.map(dateText);
  }

  line(row: readonly WriteCell[]): string {
    return row.map((cell, index) => this.#field(cell, index)).join(this.#delimiter) + LINE_END;
  }

  #field(cell: WriteCell, index: number): string {
    if (cell === null) return '';
    if (typeof cell === 'string') return this.#quoted(this.#guarded(cell));
    if (typeof cell === 'number') return String(cell);
    if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
    if (cell instanceof Date) return (this.#dates[index] ?? dateText({}))(cell);
    return this.#quoted('error' in cell ? cell.error : this.#guarded(cell.text ?? ''));
  }

  #guarded(text: string): string {
    return this.#formulaGuard && /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  }

  #quoted(text: string): string {
    return this.#special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}

function dateText({ format, zone = 'UTC' }: Omit<SheetColumn, 'header'>): (date: Date) => string {
  const offset = zone === 'UTC' ? null : zoneOffset(zone);
  const dayOnly = format !== undefined && !showsTime(format);
  return (date) => {
    const moment = date.getTime();
    const text = new Date(offset === null ? moment : moment + offset(moment))
      .toISOString()
      .slice(0, -1)
      .replace('T', ' ');
    if (dayOnly) return text.slice(0, -(text.length - DATE_LENGTH));
    return text.endsWith('.000') ? text.slice(0, SECONDS_LENGTH) : text;
  };
}
