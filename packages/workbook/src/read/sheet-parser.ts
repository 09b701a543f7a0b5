/**
 * Rows of a worksheet part (ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.18.11 ST_CellType). The
 * hot path of every import: values are made straight from bytes. A row's cells stand in the order
 * of its columns; blank rows are left out; `row` elements of one number are one row.
 */
import type { Cell } from '../cell.js';
import { columnLetters } from '../column-letters.js';
import type { ReadLimits } from '../limits.js';
import { SHOWN } from '../number-format.js';
import type { PendingRows } from '../pending-rows.js';
import type { WorkbookError, WorkbookErrorCode } from '../workbook-error.js';
import type { CellRuns } from './cell-runs.js';
import { CellShapes, VALUE_OPEN } from './cell-shapes.js';
import { CellTag, type CellTagOptions } from './cell-tag.js';
import { CellChecks, type CellValueOptions, CellValues, KIND, type Kind } from './cell-value.js';
import { isNamed, nameIs } from './element-name.js';
import { MergedCells } from './merged-cells.js';
import { RowTag } from './row-tag.js';
import { SheetRows } from './sheet-rows.js';
import { SheetRuns, type SheetRunsOptions } from './sheet-runs.js';
import { textOf } from './xml-text.js';
import { TOKEN, XmlTokens } from './xml-tokens.js';

export interface SheetParserOptions extends CellValueOptions, CellTagOptions {
  readonly sheet: string;
  readonly limits: ReadLimits;
  readonly batchRows: number;
  /** Null: all is read token by token. */
  readonly runs: CellRuns | null;
}

/** Depth of an open element: worksheet, sheetData, row, c, then v or is, t or r, t of an r. */
const [SHEET_DATA, ROW, CELL, VALUE, INLINE, RUN] = [2, 3, 4, 5, 6, 7] as const;
const [LETTER_C, LETTER_F, LETTER_R, LETTER_T, LETTER_V] = [99, 102, 114, 116, 118] as const;

const NO_RESULT: Cell = { problem: 'formula_without_result' };
const VALUE_AND_CELL_CLOSE = Buffer.from('</v></c>');

export class SheetParser {
  readonly #options: SheetParserOptions;
  readonly #tokens: XmlTokens;
  readonly #values: CellValues;
  readonly #shapes = new CellShapes();
  readonly #rows: SheetRows;
  readonly merged = new MergedCells();
  readonly #rowTag = new RowTag();
  readonly #cellTag: CellTag;
  readonly #runs: SheetRuns | null;

  #inColumns = false;
  #inSheetData = false;
  #inRow = false;
  #inCell = false;
  /** True once all rows were read. */
  done = false;

  /** The row's number as it stands in its tag; null where cells are read the long way. */
  #rowDigits: Buffer | null = null;
  #column = -1;
  #kind: Kind = KIND.number;
  #style = 0;
  #value: Cell = null;
  #hasFormula = false;
  /** Of the element at hand: its text belongs to the value. */
  #inValue = false;
  /** Text found so far of a value in several pieces: runs, CDATA. */
  #pieces: string | null = null;
  #inInline = false;
  #inRun = false;

  constructor(options: SheetParserOptions) {
    this.#options = options;
    const { sheet, limits, runs } = options;
    this.#tokens = new XmlTokens(`Sheet "${sheet}"`, limits, runs?.xml);
    const failure = (code: WorkbookErrorCode, problem: string) => this.#error(code, problem);
    this.#rows = new SheetRows(options, failure);
    this.#cellTag = new CellTag(options, failure);
    this.#values =
      options.columnsRead === null
        ? new CellValues(options, failure)
        : new CellChecks(options, failure);
    this.#runs = runs === null ? null : new SheetRuns({ runs, ...this.#parts() });
  }

  #parts(): Omit<SheetRunsOptions, 'runs'> {
    const [tokens, rows, values] = [this.#tokens, this.#rows, this.#values];
    return { tokens, rows, values, cellTag: this.#cellTag, rowTag: this.#rowTag };
  }

  /** Rows that are complete and not yet taken. */
  get pending(): PendingRows {
    return this.#rows.pending;
  }

  /** Rows with cells that Excel hides. */
  get hiddenRows(): number {
    return this.#rows.hiddenRows;
  }

  feed(chunk: Uint8Array): void {
    if (this.done) {
      this.merged.feed(chunk);
      return;
    }
    const { maxRowBytes } = this.#options.limits;
    if (this.#tokens.position - this.#rows.closedAt > maxRowBytes)
      throw this.#error('cell_too_large', `has a row of more than ${maxRowBytes} bytes`);
    this.#tokens.feed(chunk);
  }

  /** Reads on; true when a batch is full, false when the chunk is used up. */
  parse(): boolean {
    const tokens = this.#tokens;
    const { pending } = this.#rows;
    while (!this.done) {
      if (this.#takeRun()) {
        if (pending.hasBatch) return true;
        continue;
      }
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
      if (pending.hasBatch) return true;
    }
    return false;
  }

  #end(): void {
    this.done = true;
    this.#rows.end();
    this.merged.feed(this.#tokens.unread);
  }

  /** The part has ended. */
  finish(): void {
    if (!this.done) this.#tokens.finish();
    this.#rows.end();
    this.pending.endBatch();
  }

  /** Rows and cells in their usual forms, many in one step. */
  #takeRun(): boolean {
    const runs = this.#runs;
    if (runs === null || !this.#inSheetData || this.#inCell) return false;
    if (this.#tokens.depth !== (this.#inRow ? ROW : SHEET_DATA)) return false;
    if (!runs.take(this.#inRow, this.#column)) return false;
    this.#inRow = runs.inRow;
    this.#column = runs.column;
    this.#rowDigits = null;
    return true;
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
      this.#inCell = this.#inRow && isNamed(this.#tokens, LETTER_C);
      if (this.#inCell) this.#openCell(depth === this.#tokens.depth);
    } else if (depth === ROW) {
      this.#inRow = this.#inSheetData && nameIs(this.#tokens, 'row');
      if (this.#inRow) this.#openRow();
      else if (this.#inColumns && nameIs(this.#tokens, 'col'))
        this.#cellTag.columnStyles.read(this.#tokens);
    } else if (depth === INLINE) {
      this.#inRun = this.#inInline && isNamed(this.#tokens, LETTER_R);
      this.#inValue = this.#inInline && isNamed(this.#tokens, LETTER_T);
    } else if (depth === RUN) this.#inValue = this.#inRun && isNamed(this.#tokens, LETTER_T);
    else if (depth === SHEET_DATA) {
      this.#inSheetData = nameIs(this.#tokens, 'sheetData');
      this.#inColumns = nameIs(this.#tokens, 'cols');
    } else if (depth === 1 && !nameIs(this.#tokens, 'worksheet'))
      throw this.#tokens.error('missing_part', 'is no worksheet');
    else this.#inValue = false;
  }

  /** `depth`: of what is still open. */
  #close(depth: number): void {
    this.#inValue = false;
    if (depth === CELL) {
      if (this.#inCell) this.#closeValue();
    } else if (depth === ROW) {
      if (this.#inCell) {
        if (this.#hasFormula && this.#value === null) this.#value = NO_RESULT;
        this.#closeCell();
      }
      this.#inCell = false;
    } else if (depth === SHEET_DATA) {
      if (this.#inRow) this.#closeRow();
      this.#inRow = false;
    } else if (depth < SHEET_DATA && this.#inSheetData) this.#end();
  }

  #openRow(): void {
    const tag = this.#rowTag;
    tag.read(this.#tokens, this.#rows.number);
    if (this.#rows.open(tag.number, tag.isHidden)) this.#column = -1;
    // Shapes carry no style of a row, so that cells of a row in a date style take the long way.
    const hasDates = (this.#options.styles.shown[tag.style] ?? SHOWN.number) !== SHOWN.number;
    this.#rowDigits = hasDates ? null : tag.digits;
  }

  #openCell(hasContent: boolean): void {
    const tokens = this.#tokens;
    const { end } = tokens;
    const cell = this.#cellTag;
    this.#value = null;
    this.#pieces = null;
    this.#hasFormula = false;
    cell.read(tokens, {
      before: this.#column,
      row: this.#rows.number,
      rowStyle: this.#rowTag.style,
    });
    this.#column = cell.column;
    this.#kind = cell.kind;
    this.#style = cell.style;
    const { referenceEnd } = cell;
    if (!hasContent || !this.#takeValue() || referenceEnd === 0 || this.#rowDigits === null) return;
    this.#shapes.learn(tokens, {
      column: this.#column,
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

  #openValue(): void {
    if (isNamed(this.#tokens, LETTER_F)) this.#hasFormula = true;
    this.#inInline = nameIs(this.#tokens, 'is');
    this.#inValue = isNamed(this.#tokens, LETTER_V);
    if (this.#inValue || this.#inInline) this.#pieces = null;
    if (this.#inInline) {
      this.#kind = KIND.text;
      this.#pieces = '';
    }
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
      if (this.#value === null && this.#kind === KIND.text && isNamed(this.#tokens, LETTER_V))
        this.#value = '';
      return;
    }
    if (!this.#inInline && !isNamed(this.#tokens, LETTER_V)) return;
    this.#value = this.#values.fromText(this.#pieces, this.#kind, this.#style);
    this.#pieces = null;
    this.#inInline = false;
  }

  #closeCell(): void {
    const value = this.#value;
    if (value === null) return;
    this.#rows.put(this.#column, value);
    this.#value = null;
  }

  #closeRow(): void {
    this.#rows.close(this.#tokens.position, this.#values.endRow());
  }

  #error(code: WorkbookErrorCode, problem: string): WorkbookError {
    const { sheet } = this.#options;
    const column = this.#runs?.settle() ?? this.#column;
    const letters = column >= 0 ? { column: columnLetters(column) } : {};
    return this.#tokens.error(code, problem, { sheet, row: this.#rows.number, ...letters });
  }
}
