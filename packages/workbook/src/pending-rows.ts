/** Rows on their way from a parser to the caller, in batches. Used by readXlsx and readCsv. */
import type { Cell } from './cell.js';

/**
 * Some rows of a sheet. `numbers[i]` is the number of `rows[i]` in Excel; `hidden[i]` is 1 when
 * Excel hides that row.
 */
export interface RowBatch {
  readonly rows: Cell[][];
  readonly numbers: Uint32Array;
  readonly hidden: Uint8Array;
}

/** A batch that reaches one of these ends before it has `batchRows` rows. */
const MOST_CELLS = 200_000;
const MOST_LENGTH = 4 * 1024 ** 2;

export interface RowFound {
  readonly number: number;
  readonly hidden: boolean;
  /** Rough size of the row in memory, in characters or bytes. */
  readonly length: number;
}

export class PendingRows {
  readonly #batchRows: number;
  readonly #batches: RowBatch[] = [];
  #rows: Cell[][] = [];
  #numbers: number[] = [];
  #hidden: number[] = [];
  #cells = 0;
  #length = 0;

  constructor(batchRows: number) {
    this.#batchRows = batchRows;
  }

  add(row: Cell[], { number, hidden, length }: RowFound): void {
    this.#rows.push(row);
    this.#numbers.push(number);
    this.#hidden.push(hidden ? 1 : 0);
    this.#cells += row.length;
    this.#length += length;
    if (
      this.#rows.length >= this.#batchRows ||
      this.#cells >= MOST_CELLS ||
      this.#length >= MOST_LENGTH
    )
      this.endBatch();
  }

  /** Ends the batch at hand before it is full. */
  endBatch(): void {
    if (this.#rows.length === 0) return;
    this.#batches.push({
      rows: this.#rows,
      numbers: Uint32Array.from(this.#numbers),
      hidden: Uint8Array.from(this.#hidden),
    });
    this.#rows = [];
    this.#numbers = [];
    this.#hidden = [];
    this.#cells = 0;
    this.#length = 0;
  }

  get hasBatch(): boolean {
    return this.#batches.length > 0;
  }

  *batches(): Generator<RowBatch> {
    for (let batch = this.#batches.shift(); batch !== undefined; batch = this.#batches.shift())
      yield batch;
  }
}
