/**
 * Rows of a worksheet part (ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.18.11 ST_CellType). The
 * hot path of every import:
 * values are made straight from bytes, a row's cells in the order of its columns, blank rows left
 * out.
 */
import type { Cell } from '../cell.js';
import { columnLetters, MAX_COLUMNS, MAX_ROWS } from '../column-letters.js';
import type { ReadLimits } from '../limits.js';
import { PendingRows } from '../pending-rows.js';
import type { WorkbookError, WorkbookErrorCode } from '../workbook-error.js';
import { CellShapes, plainDigits, VALUE_OPEN } from './cell-shapes.js';
import {
  CellChecks,
  type CellValueOptions,
  CellValues,
  KIND,
  type Kind,
  kindOf,
} from './cell-value.js';
import { parseNumber } from './parse-number.js';
import { textOf } from './xml-text.js';
import { TOKEN, XmlTokens } from './xml-tokens.js';

export interface SheetParserOptions extends CellValueOptions {
  readonly sheet: string;
  readonly limits: ReadLimits;
  readonly batchRows: number;
  /** `true` stands for the value of a cell. */
  readonly checkOnly: boolean;
}

/** Depth of an open element: worksheet, sheetData, row, c, then v or is, t or r, t of an r. */
const [SHEET_DATA, ROW, CELL, VALUE, INLINE, RUN] = [2, 3, 4, 5, 6, 7] as const;
const [LETTER_C, LETTER_I, LETTER_R, LETTER_S, LETTER_T, LETTER_V] = [
  99, 105, 114, 115, 116, 118,
] as const;
const [ZERO, UPPER_A, UPPER_Z] = [48, 65, 90] as const;

const VALUE_AND_CELL_CLOSE = Buffer.from('</v></c>');

export class SheetParser {
  readonly #options: SheetParserOptions;
  readonly #tokens: XmlTokens;
  readonly #values: CellValues;
  readonly #shapes = new CellShapes();
  /** Rows found and not yet taken. */
  readonly pending: PendingRows;
  /** Cells of all rows so far, and where in the XML the last row ended. */
  #allCells = 0;
  #rowStart = 0;

  #inSheetData = false;
  #inRow = false;
  #inCell = false;
  /** True once all rows were read: what follows is of no interest. */
  done = false;

  #row: Cell[] = [];
  #rowNumber = 0;
  /**
   * Its number as it stands in the row's tag; null when it does not stand there as plain digits.
   */
  #rowDigits: Buffer | null = null;
  #rowHidden = false;
  #rowFilled = false;

  #column = -1;
  #kind: Kind = KIND.number;
  #style = 0;
  #value: Cell = null;
  /** Of the element at hand: its text belongs to the value. */
  #inValue = false;
  /** Text found so far of a value in several pieces: runs, CDATA. */
  #pieces: string | null = null;
  #inInline = false;
  #inRun = false;

  constructor(options: SheetParserOptions) {
    this.#options = options;
    this.pending = new PendingRows(options.batchRows);
    this.#tokens = new XmlTokens(`Sheet "${options.sheet}"`, options.limits);
    const failure = (code: WorkbookErrorCode, problem: string) => this.#error(code, problem);
    this.#values = options.checkOnly
      ? new CellChecks(options, failure)
      : new CellValues(options, failure);
  }

  feed(chunk: Uint8Array): void {
    const { maxRowBytes } = this.#options.limits;
    if (this.#tokens.position - this.#rowStart > maxRowBytes)
      throw this.#error('cell_too_large', `has a row of more than ${maxRowBytes} bytes`);
    this.#tokens.feed(chunk);
  }

  /** Reads on; true when a batch is full, false when the chunk is used up. */
  parse(): boolean {
    const tokens = this.#tokens;
    while (!this.done) {
      if (this.#takeKnownCell()) continue;
      const token = tokens.next();
      if (token === TOKEN.more) return false;
      if (token === TOKEN.text) {
        if (this.#inValue) this.#text();
      } else if (token === TOKEN.open) this.#open(tokens.depth);
      else if (token === TOKEN.empty) {
        this.#open(tokens.depth + 1);
        this.#close(tokens.depth);
      } else this.#close(tokens.depth);
      if (this.pending.hasBatch) return true;
    }
    return false;
  }

  /** The part has ended. */
  finish(): void {
    if (!this.done) this.#tokens.finish();
    this.pending.endBatch();
  }

  /** A cell that opens like the one above it, in one step. */
  #takeKnownCell(): boolean {
    const tokens = this.#tokens;
    if (!this.#inRow || tokens.depth !== ROW || this.#rowDigits === null) return false;
    const column = this.#column + 1;
    const shape = this.#shapes.of(column);
    if (
      shape === undefined ||
      !tokens.takeBetween(shape.before, this.#rowDigits, shape.after, VALUE_AND_CELL_CLOSE)
    )
      return false;
    this.#column = column;
    this.#closeWith(this.#values.valueOf(tokens, shape.kind, shape.style), shape.kind);
    return true;
  }

  #open(depth: number): void {
    if (depth === VALUE) {
      if (this.#inCell) this.#openValue();
    } else if (depth === CELL) {
      this.#inCell = this.#inRow && this.#isNamed(LETTER_C);
      if (this.#inCell) this.#openCell(depth === this.#tokens.depth);
    } else if (depth === ROW) {
      this.#inRow = this.#inSheetData && this.#nameIs('row');
      if (this.#inRow) this.#openRow();
    } else if (depth === INLINE) {
      this.#inRun = this.#inInline && this.#isNamed(LETTER_R);
      this.#inValue = this.#inInline && this.#isNamed(LETTER_T);
    } else if (depth === RUN) this.#inValue = this.#inRun && this.#isNamed(LETTER_T);
    else if (depth === SHEET_DATA) this.#inSheetData = this.#nameIs('sheetData');
    else if (depth === 1 && !this.#nameIs('worksheet'))
      throw this.#tokens.error('missing_part', 'is no worksheet');
    else this.#inValue = false;
  }

  /** `depth`: of what is still open. */
  #close(depth: number): void {
    this.#inValue = false;
    if (depth === CELL) {
      if (this.#inCell) this.#closeValue();
    } else if (depth === ROW) {
      if (this.#inCell) this.#closeCell();
      this.#inCell = false;
    } else if (depth === SHEET_DATA) {
      if (this.#inRow) this.#closeRow();
      this.#inRow = false;
    } else if (depth < SHEET_DATA) this.done = this.#inSheetData;
  }

  #isNamed(letter: number | undefined): boolean {
    const { bytes, nameStart, nameEnd } = this.#tokens;
    return nameEnd - nameStart === 1 && bytes[nameStart] === letter;
  }

  #nameIs(name: string): boolean {
    const { bytes, nameStart, nameEnd } = this.#tokens;
    return bytes.toString('latin1', nameStart, nameEnd) === name;
  }

  #openRow(): void {
    const tokens = this.#tokens;
    let number = this.#rowNumber + 1;
    this.#rowHidden = false;
    this.#rowDigits = null;
    while (tokens.nextAttribute()) {
      const { bytes, attributeStart, attributeEnd, valueStart, valueEnd } = tokens;
      const length = attributeEnd - attributeStart;
      if (length === 1 && bytes[attributeStart] === LETTER_R) {
        number = parseNumber(bytes, valueStart, valueEnd);
        this.#rowDigits = plainDigits(bytes, valueStart, valueEnd);
      } else if (
        length === HIDDEN.length &&
        bytes.toString('latin1', attributeStart, attributeEnd) === HIDDEN
      )
        this.#rowHidden = isTrue(bytes, valueStart, valueEnd);
    }
    if (!(number > this.#rowNumber && number <= MAX_ROWS && Number.isInteger(number))) {
      throw this.#error(
        'bad_row',
        `has row ${number} after row ${this.#rowNumber}; rows run upwards from 1 to 1,048,576`,
      );
    }
    this.#rowNumber = number;
    this.#row = [];
    this.#rowFilled = false;
    this.#column = -1;
  }

  #openCell(hasContent: boolean): void {
    const tokens = this.#tokens;
    const { end } = tokens;
    let column = this.#column + 1;
    let referenceEnd = 0;
    this.#kind = KIND.number;
    this.#style = 0;
    this.#value = null;
    this.#pieces = null;
    while (tokens.nextAttribute()) {
      if (tokens.attributeEnd - tokens.attributeStart !== 1) continue;
      const name = tokens.bytes[tokens.attributeStart];
      if (name === LETTER_R) {
        column = this.#columnOf(tokens);
        referenceEnd = tokens.valueEnd;
      } else if (name === LETTER_S)
        this.#style = parseNumber(tokens.bytes, tokens.valueStart, tokens.valueEnd);
      else if (name === LETTER_T) this.#kind = kindOf(tokens);
    }
    if (column >= MAX_COLUMNS) throw this.#error('bad_column', 'has a cell beyond column XFD');
    this.#column = column;
    if (!hasContent || !this.#takeValue() || referenceEnd === 0 || this.#rowDigits === null) return;
    this.#shapes.learn(tokens, {
      column,
      kind: this.#kind,
      style: this.#style,
      rowDigits: this.#rowDigits,
      referenceEnd,
      end,
    });
  }

  /** The usual form of a cell in one step; any other goes on token by token. */
  #takeValue(): boolean {
    if (!this.#tokens.takeAround(VALUE_OPEN, VALUE_AND_CELL_CLOSE, 1)) return false;
    this.#closeWith(this.#values.valueOf(this.#tokens, this.#kind, this.#style), this.#kind);
    this.#inCell = false;
    return true;
  }

  #closeWith(value: Cell, kind: Kind): void {
    this.#value = value === null && kind === KIND.text ? '' : value;
    this.#closeCell();
  }

  /** Of a reference such as `AB12`. */
  #columnOf({ bytes, valueStart, valueEnd }: XmlTokens): number {
    let at = valueStart;
    let column = 0;
    for (; at < valueEnd; at += 1) {
      const letter = bytes[at] ?? 0;
      if (letter < UPPER_A || letter > UPPER_Z) break;
      column = column * 26 + (letter - UPPER_A + 1);
      if (column > MAX_COLUMNS) throw this.#error('bad_column', 'has a cell beyond column XFD');
    }
    let row = 0;
    for (; at < valueEnd; at += 1) row = row * 10 + ((bytes[at] ?? 0) - ZERO);
    if (column === 0 || row !== this.#rowNumber) {
      throw this.#error(
        'bad_column',
        `has a cell "${bytes.toString('latin1', valueStart, Math.min(valueEnd, valueStart + 20))}" in row ${this.#rowNumber}`,
      );
    }
    return column - 1;
  }

  #openValue(): void {
    this.#inInline = this.#nameIsInline();
    this.#inValue = this.#isNamed(LETTER_V);
    if (this.#inValue || this.#inInline) this.#pieces = null;
    if (this.#inInline) {
      this.#kind = KIND.text;
      this.#pieces = '';
    }
  }

  #nameIsInline(): boolean {
    const { bytes, nameStart, nameEnd } = this.#tokens;
    return (
      nameEnd - nameStart === 2 &&
      bytes[nameStart] === LETTER_I &&
      bytes[nameStart + 1] === LETTER_S
    );
  }

  #text(): void {
    const tokens = this.#tokens;
    if (this.#pieces === null && !this.#inInline && tokens.closesNext)
      this.#value = this.#values.valueOf(tokens, this.#kind, this.#style);
    else this.#pieces = this.#checked((this.#pieces ?? '') + textOf(tokens));
  }

  /** A text in many pieces is no larger than one in a single piece. */
  #checked(pieces: string): string {
    const { maxCellBytes } = this.#options.limits;
    if (pieces.length > maxCellBytes)
      throw this.#error('cell_too_large', `has a cell of more than ${maxCellBytes} bytes`);
    return pieces;
  }

  #closeValue(): void {
    if (this.#pieces === null) {
      if (this.#value === null && this.#kind === KIND.text && this.#isNamed(LETTER_V))
        this.#value = '';
      return;
    }
    if (!this.#inInline && !this.#isNamed(LETTER_V)) return;
    this.#value = this.#values.fromText(this.#pieces, this.#kind, this.#style);
    this.#pieces = null;
    this.#inInline = false;
  }

  #closeCell(): void {
    const value = this.#value;
    if (value === null) return;
    const row = this.#row;
    const gap = this.#column - row.length;
    for (let i = 0; i < gap; i += 1) row.push(null);
    if (gap >= 0) row.push(value);
    else row[this.#column] = value;
    if (value !== '') this.#rowFilled = true;
    this.#value = null;
  }

  #closeRow(): void {
    const length = this.#tokens.position - this.#rowStart + this.#values.endRow();
    this.#rowStart = this.#tokens.position;
    if (!this.#rowFilled) return;
    this.pending.add(this.#row, { number: this.#rowNumber, hidden: this.#rowHidden, length });
    this.#rowFilled = false;
    this.#allCells += this.#row.length;
    const { maxCells } = this.#options.limits;
    if (this.#allCells > maxCells)
      throw this.#error('too_many_cells', `has more than ${maxCells} cells`);
  }

  #error(code: WorkbookErrorCode, problem: string): WorkbookError {
    const { sheet } = this.#options;
    const place = {
      sheet,
      row: this.#rowNumber,
      ...(this.#column >= 0 ? { column: columnLetters(this.#column) } : {}),
    };
    return this.#tokens.error(code, problem, place);
  }
}

const HIDDEN = 'hidden';

const isTrue = (bytes: Buffer, start: number, end: number): boolean =>
  /^(1|true|on)$/.test(bytes.toString('latin1', start, end));
