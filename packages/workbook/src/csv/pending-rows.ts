/** Rows on their way from the parser to the caller, handed on in batches. Used by readCsv. */
import type { RowBatch } from '../read/sheet-parser.js';

/** Very wide rows, and very long ones, are handed on before a batch of them is full. */
const MOST_CELLS = 200_000;
const MOST_LENGTH = 4 * 1024 ** 2;

export class PendingRows {
  readonly #batchRows: number;
  #rows: (string | null)[][] = [];
  #numbers: number[] = [];
  #cells = 0;
  #length = 0;

  constructor(batchRows: number) {
    this.#batchRows = batchRows;
  }

  /** `length`: characters of the row. */
  add(row: (string | null)[], { number, length }: { readonly number: number; readonly length: number }): void {
    this.#rows.push(row);
    this.#numbers.push(number);
    this.#cells += row.length;
    this.#length += length;
  }

  /** Full batches; all that is left when the file has ended. */
  *take({ ended }: { readonly ended: boolean }): Generator<RowBatch> {
    const least = ended || this.#cells >= MOST_CELLS || this.#length >= MOST_LENGTH ? 1 : this.#batchRows;
    while (this.#rows.length >= least) yield this.#next();
    if (this.#rows.length === 0) this.#length = 0;
  }

  #next(): RowBatch {
    const rows = this.#rows.slice(0, this.#batchRows);
    const numbers = Uint32Array.from(this.#numbers.slice(0, this.#batchRows));
    this.#rows = this.#rows.slice(this.#batchRows);
    this.#numbers = this.#numbers.slice(this.#batchRows);
    for (const row of rows) this.#cells -= row.length;
    return { rows, numbers, hidden: new Uint8Array(rows.length) };
  }
}
