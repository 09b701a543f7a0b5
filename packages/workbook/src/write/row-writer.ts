/**
 * Cells of a sheet as bytes (ECMA-376 part 1, 18.3.1.4 c and 18.18.11 ST_CellType). The hot path of
 * every export.
 */
import type { CellError, CellProblem, CellWriter, Link, MarkedCell, WriteCell } from '../cell.js';
import { columnLetters, MAX_COLUMNS } from '../column-letters.js';
import { DAY_MS, END_DATE_MS, FIRST_DATE_MS, serialDay } from '../serial-date.js';
import { WorkbookError, type WorkbookErrorCode } from '../workbook-error.js';
import { headerNote } from './header-note.js';
import { ByteRow, type RowToWrite } from './row-source.js';
import { type CellMarkup, cellMarkup, type SheetColumn } from './sheet-column.js';
import type { SheetLinks } from './sheet-links.js';
import type { SheetNotes } from './sheet-notes.js';
import type { StyleSheet } from './style-sheet.js';
import type { TextCuts } from './text-cuts.js';
import type { XmlBytes } from './xml-bytes.js';

/** UTF-16 units in one cell (Excel's limit). */
export const MAX_TEXT_LENGTH = 32_767;
/** Digits of a day's fraction: 9 microseconds, and 15 digits with the day. */
const FRACTION_PLACES = 10;
const FRACTION_SCALE = 10 ** FRACTION_PLACES;
const ERRORS = new Set([
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
  '#GETTING_DATA',
]);

const ROW_START = Buffer.from('<row r="');
const ROW_OPEN = Buffer.from('">');
const ROW_END = Buffer.from('</row>');
const CELL_END = Buffer.from('</v></c>');
const INLINE_END = Buffer.from('</t></is></c>');

export interface RowWriterOptions {
  readonly out: XmlBytes;
  readonly sheet: string;
  readonly columns: readonly SheetColumn[];
  readonly styles: StyleSheet;
  readonly links: SheetLinks;
  readonly notes: SheetNotes;
  readonly cuts: TextCuts;
  /** Zone of columns that name none. */
  readonly timeZone: string;
  /** What a note on headers of dates with a time names; null: there is no such note. */
  readonly notedZone: string | null;
  /** Blank cells of a column have its format. */
  readonly isForm: boolean;
}

export class RowWriter implements CellWriter {
  readonly #options: RowWriterOptions;
  readonly #out: XmlBytes;
  readonly #markup: CellMarkup[];
  /** By column: cells on a red ground. */
  readonly #problems: CellMarkup[] = [];
  /** Of the row that is open, as Excel counts. */
  row = 0;
  /** Of the cell that a row in bytes is asked for. */
  #column = 0;
  #digits = Buffer.alloc(0);

  constructor(options: RowWriterOptions) {
    this.#options = options;
    this.#out = options.out;
    this.#markup = options.columns.map((column, index) => cellMarkup(index, column, options));
  }

  /** The header row, when there are columns. */
  writeHeader(): void {
    const { columns } = this.#options;
    if (columns.length > MAX_COLUMNS)
      throw this.#error(
        'too_many_columns',
        `${columns.length} columns are declared; a sheet has 16,384.`,
        MAX_COLUMNS,
      );
    if (columns.length === 0) return;
    this.openRow();
    for (const [index, markup] of this.#markup.entries()) {
      const column = columns[index];
      this.#text(index, markup, column?.header ?? '', markup.header);
      const note = column === undefined ? '' : headerNote(column, this.#options);
      if (note !== '') this.#options.notes.add(this.row, index, note);
    }
    this.closeRow();
  }

  /** The header row alone. */
  headerXml(): Buffer {
    const start = this.#out.total;
    this.writeHeader();
    const xml = Buffer.from(this.#out.since(start));
    this.#out.rewind(start);
    return xml;
  }

  openRow(): void {
    this.row += 1;
    this.#digits = Buffer.from(String(this.row));
    this.#out.put(ROW_START);
    this.#out.put(this.#digits);
    this.#out.put(ROW_OPEN);
  }

  closeRow(): void {
    this.#out.put(ROW_END);
  }

  /**
   * Writes cells from index `from` until the row ends or a piece is full; returns the index of the
   * next one.
   */
  writeCells(cells: RowToWrite, from: number): number {
    this.checkWidth(cells.length, 0);
    let index = from;
    if (cells instanceof ByteRow) {
      for (; index < cells.length && !this.#out.full; index += 1) {
        this.#column = index;
        cells.writeCell(index, this);
      }
    } else
      for (; index < cells.length && !this.#out.full; index += 1) this.#write(index, cells[index]);
    return index;
  }

  /** Throws when a sheet has no room for a row, which stands so many rows below the open one. */
  checkWidth(cells: number, below: number): void {
    if (cells <= MAX_COLUMNS) return;
    this.row += below;
    throw this.#error(
      'too_many_columns',
      `A row has ${cells} cells; a sheet has 16,384 columns.`,
      MAX_COLUMNS,
    );
  }

  /** One cell of a row whose tag stands elsewhere. */
  writeCell(row: number, cells: RowToWrite, index: number): void {
    this.row = row;
    this.#digits = Buffer.from(String(row));
    if (cells instanceof ByteRow) {
      this.#column = index;
      cells.writeCell(index, this);
    } else this.#write(index, cells[index]);
  }

  /** Of a declared column, or one that has been written to. */
  markupOf(index: number): CellMarkup | undefined {
    return this.#markup[index];
  }

  text(bytes: Buffer, start: number, end: number): void {
    const markup = this.#markup[this.#column] ?? this.#undeclared(this.#column);
    const from = this.#out.total;
    const isShort =
      end - start <= MAX_TEXT_LENGTH && !isSpace(bytes[start]) && !isSpace(bytes[end - 1]);
    if (isShort && this.#open(markup, markup.text).utf8(bytes, start, end)) this.#out.put(CELL_END);
    else {
      this.#out.rewind(from);
      this.#text(this.#column, markup, bytes.toString('utf8', start, end));
    }
  }

  number(bytes: Buffer, start: number, end: number): void {
    const markup = this.#markup[this.#column] ?? this.#undeclared(this.#column);
    const out = this.#open(markup, markup.number);
    out.copy(bytes, start, end);
    out.put(CELL_END);
  }

  value(cell: WriteCell): void {
    this.#write(this.#column, cell);
  }

  #write(index: number, cell: WriteCell | undefined): void {
    if (cell !== null && cell !== undefined)
      this.#writeCell(index, this.#markup[index] ?? this.#undeclared(index), cell);
  }

  #writeCell(index: number, markup: CellMarkup, cell: NonNullable<WriteCell>): void {
    if (typeof cell === 'string') this.#text(index, markup, cell);
    else if (typeof cell === 'number') this.#number(index, markup, cell);
    else if (typeof cell === 'boolean') this.#flag(markup, cell);
    else if (cell instanceof Date) this.#date(index, markup, cell);
    else if ('value' in cell) this.#marked(index, cell);
    else this.#object(index, markup, cell);
  }

  /** A row may be wider than the declared columns. */
  #undeclared(index: number): CellMarkup {
    const markup = cellMarkup(index, {}, this.#options);
    this.#markup[index] = markup;
    return markup;
  }

  #marked(index: number, { value, problem }: MarkedCell): void {
    const column = this.#options.columns[index] ?? {};
    const markup =
      this.#problems[index] ?? cellMarkup(index, column, { ...this.#options, look: 'problem' });
    this.#problems[index] = markup;
    this.#options.notes.addProblem(this.row, index, problem);
    if (value === null) this.#open(markup, markup.blank);
    else this.#writeCell(index, markup, value);
  }

  #open(markup: CellMarkup, kind: Uint8Array): XmlBytes {
    const out = this.#out;
    out.put(markup.before);
    out.put(this.#digits);
    out.put(kind);
    return out;
  }

  #text(index: number, markup: CellMarkup, value: string, kind = markup.text): void {
    const text = value.length > MAX_TEXT_LENGTH ? this.#fit(index, value) : value;
    const out = this.#out;
    const start = out.total;
    if (this.#open(markup, isSpaced(text) ? markup.spacedText : kind).text(text)) {
      // Several programs know `_xHHHH_` in shared and inline strings only.
      out.rewind(start);
      this.#inlineText(markup, text);
    } else out.put(CELL_END);
  }

  #inlineText(markup: CellMarkup, text: string): void {
    const out = this.#open(markup, markup.inlineText);
    out.text(text);
    out.put(INLINE_END);
  }

  /** Never between the halves of a surrogate pair. */
  #fit(index: number, value: string): string {
    this.#options.cuts.add(this.#options.sheet, `${columnLetters(index)}${this.row}`);
    return value.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '');
  }

  #number(index: number, markup: CellMarkup, value: number): void {
    if (Number.isFinite(value)) {
      const out = this.#open(markup, markup.number);
      out.number(value);
      out.put(CELL_END);
    } else this.#text(index, markup, String(value));
  }

  #flag(markup: CellMarkup, value: boolean): void {
    const out = this.#open(markup, markup.boolean);
    out.digits(value ? 1 : 0);
    out.put(CELL_END);
  }

  #date(index: number, markup: CellMarkup, value: Date): void {
    const moment = value.getTime();
    if (Number.isNaN(moment))
      throw this.#error(
        'bad_value',
        'An invalid Date cannot be written; give null for an empty cell.',
        index,
      );
    const ms = markup.offset === null ? moment : moment + markup.offset(moment);
    // Excel itself keeps a date before 1900 as text.
    if (ms < FIRST_DATE_MS || ms >= END_DATE_MS) this.#text(index, markup, markup.dateText(value));
    else this.#serial(markup, ms);
  }

  /** The fraction is rounded up, since several programs cut a moment to its second. */
  #serial(markup: CellMarkup, ms: number): void {
    const out = this.#open(markup, markup.date);
    out.digits(serialDay(ms));
    const fraction = Math.ceil((modulo(ms, DAY_MS) / DAY_MS) * FRACTION_SCALE);
    if (fraction > 0) out.fraction(fraction, FRACTION_PLACES);
    out.put(CELL_END);
  }

  #object(index: number, markup: CellMarkup, value: CellError | CellProblem | Link): void {
    if ('problem' in value) this.#text(index, markup, value.text ?? '');
    else if ('link' in value) {
      this.#text(index, markup, value.text, markup.link);
      this.#options.links.add(`${columnLetters(index)}${this.row}`, value.link);
    } else if (typeof value.error !== 'string') {
      throw this.#error(
        'bad_value',
        'A cell takes text, number, boolean, Date, null, { error } or { text, link }.',
        index,
      );
    } else if (ERRORS.has(value.error)) this.#failure(markup, value.error);
    else this.#text(index, markup, value.error);
  }

  #failure(markup: CellMarkup, error: string): void {
    const out = this.#open(markup, markup.error);
    out.ascii(error);
    out.put(CELL_END);
  }

  #error(code: WorkbookErrorCode, message: string, index: number): WorkbookError {
    const column = columnLetters(index);
    const place = { sheet: this.#options.sheet, row: this.row, column };
    return new WorkbookError({
      code,
      message: `Sheet "${place.sheet}", cell ${column}${this.row}: ${message}`,
      place,
    });
  }
}

/** Outer white space, which a plain `<v>` may lose. */
const isSpaced = (text: string): boolean =>
  isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1));
const isSpace = (code: number | undefined): boolean => code !== undefined && code <= 32;

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
