/** The rows still to be written: a sheet can stop in the middle of a batch, and the next one goes on there. */
import type { RowBatches, WriteCell } from '../cell.js';
import { untilAborted } from '../until-aborted.js';

export class RowSource {
  readonly #batches: AsyncIterator<readonly (readonly WriteCell[])[]>;
  #batch: readonly (readonly WriteCell[])[] = [];
  #at = 0;

  constructor(rows: RowBatches, signal: AbortSignal | undefined) {
    this.#batches = untilAborted(rows, signal);
  }

  /** The next row of the batch at hand; undefined when it is used up. */
  take(): readonly WriteCell[] | undefined {
    const row = this.#batch[this.#at];
    this.#at += 1;
    return row;
  }

  /** The next row, waiting for its batch; null when there is none. */
  async next(): Promise<readonly WriteCell[] | null> {
    return (await this.ready()) ? (this.take() ?? null) : null;
  }

  /** Whether another row is there; waits for the next batch if it must. */
  async ready(): Promise<boolean> {
    while (this.#at >= this.#batch.length) {
      const { done, value } = await this.#batches.next();
      if (done === true) return false;
      this.#batch = value;
      this.#at = 0;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}
