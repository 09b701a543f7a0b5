/**
 * Rows of an upload between two places, read from the upload itself: once through, from the first
 * call on. Used for kept chunks that cannot be saved as they were kept.
 */
import { comparePlaces, type Place } from '@longshore/database';
import type { Table, TableRow } from '../import-table.js';

export class UploadRows {
  readonly #table: Table;
  #batches: AsyncIterator<TableRow[]> | null = null;
  /** Read, and not yet asked for. */
  #waiting: readonly TableRow[] = [];

  constructor(table: Table) {
    this.#table = table;
  }

  /** Behind `after`, up to `end`; places only rise from call to call. */
  async between(after: Place, end: Place): Promise<TableRow[]> {
    this.#batches ??= this.#table.rows()[Symbol.asyncIterator]();
    const found: TableRow[] = [];
    for (;;) {
      const beyond = this.#waiting.findIndex(({ place }) => comparePlaces(place, end) > 0);
      const reached = beyond === -1 ? this.#waiting : this.#waiting.slice(0, beyond);
      found.push(...reached.filter(({ place }) => comparePlaces(place, after) > 0));
      this.#waiting = beyond === -1 ? [] : this.#waiting.slice(beyond);
      if (beyond !== -1) return found;
      const { done, value } = await this.#batches.next();
      if (done === true) return found;
      this.#waiting = value;
    }
  }

  async close(): Promise<void> {
    await this.#batches?.return?.();
  }
}
