/**
 * The row that the sheet parser fills, and the rows before it. `row` elements of one number are one
 * row, as programs write that give each cell an element of its own.
 */
import type { Cell } from '../cell.js';
import { MAX_ROWS } from '../column-letters.js';
import type { ReadLimits } from '../limits.js';
import { PendingRows } from '../pending-rows.js';
import type { Failure } from './cell-value.js';

interface SheetRowsOptions {
  readonly batchRows: number;
  readonly limits: Pick<ReadLimits, 'maxRowBytes' | 'maxCells'>;
}

export class SheetRows {
  /** Rows that are complete and not yet taken. */
  readonly pending: PendingRows;
  /** Rows with cells that Excel hides. */
  hiddenRows = 0;
  /** Of the row at hand; 0 before the first. */
  number = 0;
  /** Where in the XML the last row ended. */
  closedAt = 0;
  readonly #limits: SheetRowsOptions['limits'];
  readonly #failure: Failure;
  #row: Cell[] = [];
  #isHidden = false;
  #isFilled = false;
  #length = 0;
  /** Cells of earlier elements of the row at hand. */
  #joined = 0;
  /** Cells of all rows so far. */
  #allCells = 0;

  constructor({ batchRows, limits }: SheetRowsOptions, failure: Failure) {
    this.pending = new PendingRows(batchRows);
    this.#limits = limits;
    this.#failure = failure;
  }

  /** An element opens. False when its row goes on with the row at hand. */
  open(number: number, isHidden: boolean): boolean {
    const isNew = number !== this.number || number === 0;
    if (isNew) this.#start(number);
    this.#joined = this.#row.length;
    this.#isHidden ||= isHidden;
    return isNew;
  }

  #start(number: number): void {
    if (!(number > this.number && number <= MAX_ROWS && Number.isInteger(number))) {
      throw this.#failure(
        'bad_row',
        `has row ${number} after row ${this.number}; rows run upwards from 1 to 1,048,576`,
      );
    }
    this.end();
    this.number = number;
    this.#row = [];
    this.#isHidden = false;
  }

  /** Of several values for one column the last counts. */
  put(column: number, value: Cell): void {
    const row = this.#row;
    const gap = column - row.length;
    for (let i = 0; i < gap; i += 1) row.push(null);
    if (gap >= 0) row.push(value);
    else this.#replace(column, value);
    if (value !== '') this.#isFilled = true;
  }

  /** Cells of one element may stand in any order; those of several elements run to the right. */
  #replace(column: number, value: Cell): void {
    if (column < this.#joined) throw this.#failure('bad_row', `has row ${this.number} twice`);
    this.#row[column] = value;
  }

  /** An element ends at this place of the XML; `more`: bytes of the row that are not there. */
  close(position: number, more: number): void {
    this.#length += position - this.closedAt + more;
    this.closedAt = position;
    const { maxRowBytes } = this.#limits;
    if (this.#joined > 0 && this.#length > maxRowBytes)
      throw this.#failure('cell_too_large', `has a row of more than ${maxRowBytes} bytes`);
  }

  /** The row at hand is complete; a row without values is left out. */
  end(): void {
    const length = this.#length;
    this.#length = 0;
    if (!this.#isFilled) return;
    this.#isFilled = false;
    if (this.#isHidden) this.hiddenRows += 1;
    this.pending.add(this.#row, { number: this.number, hidden: this.#isHidden, length });
    this.#allCells += this.#row.length;
    const { maxCells } = this.#limits;
    if (this.#allCells > maxCells)
      throw this.#failure('too_many_cells', `has more than ${maxCells} cells`);
  }
}
