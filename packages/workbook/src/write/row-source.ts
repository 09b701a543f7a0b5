/**
 * The rows that are not written yet. A full sheet stops in the middle of a batch; the next sheet
 * takes the rest of the batch.
 */
import type { Batches, ByteRows, CellWriter, WriteCell } from '../cell.js';
import { untilAborted } from '../until-aborted.js';

type Batch = readonly (readonly WriteCell[])[] | ByteRows;

/** A row whose values stand in bytes. */
export class ByteRow {
  readonly #rows: ByteRows;
  readonly #index: number;

  constructor(rows: ByteRows, index: number) {
    this.#rows = rows;
    this.#index = index;
  }

  get length(): number {
    return this.#rows.width;
  }

  writeCell(column: number, to: CellWriter): void {
    this.#rows.writeCell(this.#index, column, to);
  }
}

export type RowToWrite = readonly WriteCell[] | ByteRow;

export class RowSource {
  readonly #batches: AsyncIterator<Batch>;
  readonly #place: () => unknown;
  #batch: Batch = [];
  #at = 0;

  constructor(
    rows: Batches<Batch>,
    signal: AbortSignal | undefined,
    place: () => unknown = () => null,
  ) {
    this.#batches = untilAborted(rows, signal);
    this.#place = place;
  }

  /** The next row of the batch at hand; undefined when it is used up. */
  take(): RowToWrite | undefined {
    const at = this.#at;
    if (at >= this.#batch.length) return undefined;
    this.#at += 1;
    return 'writeCell' in this.#batch ? new ByteRow(this.#batch, at) : this.#batch[at];
  }

  /** The batch at hand. */
  get batch(): Batch {
    return this.#batch;
  }

  /** Index of the next row in the batch at hand. */
  get from(): number {
    return this.#at;
  }

  /** So many rows of the batch at hand were taken. */
  skip(rows: number): void {
    this.#at += rows;
  }

  get isUsedUp(): boolean {
    return this.#at >= this.#batch.length;
  }

  /** Whether another row is there; waits for the next batch if it must. */
  async ready(): Promise<boolean> {
    while (this.isUsedUp) {
      const { done, value } = await this.#batches.next();
      if (done === true) return false;
      this.#batch = value;
      this.#at = 0;
    }
    return true;
  }

  /** Of a batch that is used up: where its caller can give the rows behind it; null: nowhere. */
  place(): unknown {
    return this.#place();
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}
