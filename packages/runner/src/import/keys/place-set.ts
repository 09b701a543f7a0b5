/** A set of places in flat memory: one bit for each row up to the last of a part. */
import type { Place } from '@longshore/database';

export class PlaceSet {
  readonly #parts: Uint8Array[] = [];
  size = 0;

  /** The place must not be in the set. */
  add({ part, row }: Place): void {
    const bits = this.#wideEnough(part, row >> 3);
    bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
    this.size += 1;
  }

  has({ part, row }: Place): boolean {
    return ((this.#parts[part]?.[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }

  #wideEnough(part: number, index: number): Uint8Array {
    const bits = this.#parts[part] ?? new Uint8Array();
    if (index < bits.length) return bits;
    const wider = new Uint8Array(Math.max(index + 1, bits.length * 2));
    wider.set(bits);
    this.#parts[part] = wider;
    return wider;
  }
}
