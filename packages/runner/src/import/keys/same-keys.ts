/**
 * Finds rows of one upload that have the same key, and decides which of them are saved. Used by the
 * first pass over an upload, so that each attempt decides the same. Memory is flat: at most 64 MB
 * for 1,000,000 rows.
 */
import type { Duplicates } from '@longshore/contract';
import { comparePlaces, type Place } from '@longshore/database';
import { PlaceSet } from './place-set.js';
import { TextTable } from './text-table.js';
import { Uint32List } from './uint32-list.js';

/** What was decided about the rows of an upload. */
export interface SameKeys {
  /** Rows that are not saved and not counted. */
  readonly left: number;
  isLeft(place: Place): boolean;
  /** The first row with the key of a row that is refused; null: the row is not refused. */
  firstOf(place: Place): Place | null;
}

/** An upload whose rows have no key. */
export const NO_SAME_KEYS: SameKeys = { left: 0, isLeft: () => false, firstOf: () => null };

export class SameKeysFinder {
  readonly #rule: Duplicates;
  readonly #keys = new TextTable();
  /** By key: its first row, or with `last` the newest. */
  readonly #rows = new PlaceList();
  readonly #found = new PlaceSet();
  /** With `refuse`: rows that repeat a key, in reading order, and the number of that key. */
  readonly #repeated = new PlaceList();
  readonly #repeatedKeys = new Uint32List();

  constructor(rule: Duplicates) {
    this.#rule = rule;
  }

  /** Takes the rows with a key in reading order. */
  add(place: Place, key: string): void {
    const known = this.#keys.size;
    const number = this.#keys.add(key);
    if (number === known) this.#rows.push(place);
    else this.#addRepeated(place, number);
  }

  #addRepeated(place: Place, number: number): void {
    if (this.#rule === 'last') {
      this.#found.add(this.#rows.at(number));
      this.#rows.set(number, place);
      return;
    }
    this.#found.add(place);
    if (this.#rule === 'first') return;
    this.#repeated.push(place);
    this.#repeatedKeys.push(number);
  }

  /** The texts of the keys are no longer needed, and not kept. */
  decide(): SameKeys {
    const found = this.#found;
    if (found.size === 0) return NO_SAME_KEYS;
    if (this.#rule !== 'refuse')
      return { left: found.size, isLeft: (place) => found.has(place), firstOf: () => null };
    const [rows, repeated, keys] = [this.#rows, this.#repeated, this.#repeatedKeys];
    return {
      left: 0,
      isLeft: () => false,
      firstOf: (place) => (found.has(place) ? rows.at(keys.at(repeated.indexOf(place))) : null),
    };
  }
}

/** Places in flat memory: eight bytes each. */
class PlaceList {
  readonly #parts = new Uint32List();
  readonly #rows = new Uint32List();

  push({ part, row }: Place): void {
    this.#parts.push(part);
    this.#rows.push(row);
  }

  at(index: number): Place {
    return { part: this.#parts.at(index), row: this.#rows.at(index) };
  }

  set(index: number, { part, row }: Place): void {
    this.#parts.set(index, part);
    this.#rows.set(index, row);
  }

  /** Of a place that is in the list, which is in reading order. */
  indexOf(place: Place): number {
    let from = 0;
    let to = this.#rows.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (comparePlaces(this.at(middle), place) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
