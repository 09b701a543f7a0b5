/**
 * How each row of an upload stood in the database when it was previewed: 16 bytes a row, in reading
 * order. Written by a preview, and looked up by the import that was confirmed.
 */
import { comparePlaces, type Place } from '@longshore/database';
import { DIGEST_BYTES, digestOf } from './stored-rows.js';

const PLACE_BYTES = 8;
const ENTRY_BYTES = PLACE_BYTES + DIGEST_BYTES;

/** Takes the states of rows in reading order. */
export class DigestWriter {
  readonly #pages: Buffer[] = [];

  add(states: readonly { readonly place: Place; readonly state: string }[]): void {
    const page = Buffer.allocUnsafe(states.length * ENTRY_BYTES);
    for (const [i, { place, state }] of states.entries()) {
      const at = i * ENTRY_BYTES;
      page.writeUInt32LE(place.part, at);
      page.writeUInt32LE(place.row, at + PLACE_BYTES / 2);
      digestOf(state).copy(page, at + PLACE_BYTES);
    }
    this.#pages.push(page);
  }

  /** The list in pieces. */
  pages(): readonly Buffer[] {
    return this.#pages;
  }
}

/** A list that was written. */
export class DigestList {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether the row at this place was in that state; false also for a row that is not listed. */
  has(place: Place, state: string): boolean {
    const at = this.#find(place);
    if (at === null) return false;
    const digest = this.#bytes.subarray(at + PLACE_BYTES, at + ENTRY_BYTES);
    return digest.equals(digestOf(state));
  }

  #find(place: Place): number | null {
    let [low, high] = [0, this.#bytes.length / ENTRY_BYTES];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = middle * ENTRY_BYTES;
      const order = comparePlaces(place, {
        part: this.#bytes.readUInt32LE(at),
        row: this.#bytes.readUInt32LE(at + PLACE_BYTES / 2),
      });
      if (order === 0) return at;
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return null;
  }
}
