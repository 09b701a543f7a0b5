/**
 * How each row of an upload stood in the database when it was previewed: 17 bytes for each that was
 * there, in reading order. Written by a preview, and looked up by the import that was confirmed.
 */
import { comparePlaces, type Place } from '@longshore/database';
import type { SeenState } from './preview-chunk.js';
import { DIGEST_BYTES } from './stored-rows.js';

const PLACE_BYTES = 8;
const STATE_END = PLACE_BYTES + DIGEST_BYTES;
/** Behind the digest one byte: 1 where `save` would change nothing. */
const ENTRY_BYTES = STATE_END + 1;

/** Takes the states of rows in reading order. */
export class DigestWriter {
  readonly #pages: Buffer[] = [];

  add(states: readonly SeenState[]): void {
    const page = Buffer.allocUnsafe(states.length * ENTRY_BYTES);
    for (const [i, { place, state, isSame }] of states.entries()) {
      const at = i * ENTRY_BYTES;
      page.writeUInt32LE(place.part, at);
      page.writeUInt32LE(place.row, at + PLACE_BYTES / 2);
      page.writeBigInt64LE(state, at + PLACE_BYTES);
      page.writeUInt8(isSame ? 1 : 0, at + STATE_END);
    }
    if (page.length > 0) this.#pages.push(page);
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

  /**
   * Whether the row at this place was in that state, null for a row that was not there; `same`:
   * and `save` changes nothing.
   */
  compare(place: Place, state: bigint | null): 'same' | 'unchanged' | 'changed' {
    const at = this.#find(place);
    if (at === null || state === null)
      return at === null && state === null ? 'unchanged' : 'changed';
    if (this.#bytes.readBigInt64LE(at + PLACE_BYTES) !== state) return 'changed';
    return this.#bytes.readUInt8(at + STATE_END) === 1 ? 'same' : 'unchanged';
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
