/**
 * How each row of an upload stood in the database when it was previewed: 17 bytes for each that was
 * there, in reading order. A preview writes them as it goes, the import that was confirmed reads
 * them page by page, so that memory is flat for any number of rows.
 */
import { PassThrough } from 'node:stream';
import { AppError } from '@longshore/contract';
import { comparePlaces, type Place } from '@longshore/database';
import type { SeenState } from './preview-chunk.js';
import { DIGEST_BYTES } from './stored-rows.js';
import { type KeptObject, type WrittenObject, writtenObject } from './written-object.js';

const PLACE_BYTES = 8;
const STATE_END = PLACE_BYTES + DIGEST_BYTES;
/** Behind the digest one byte: 1 where `save` would change nothing. */
const ENTRY_BYTES = STATE_END + 1;
/** Entries that are read at once. */
const PAGE_ENTRIES = 4_096;

/** Takes the states of rows in reading order. */
export interface DigestWriter extends Omit<WrittenObject, 'check'> {
  /** Resolves when more may be written. Throws what the store throws. */
  add(states: readonly SeenState[]): Promise<void>;
}

export function writeDigests(object: KeptObject): DigestWriter {
  const bytes = new PassThrough();
  const { check, ...ending } = writtenObject(object, bytes);
  return {
    add: async (states) => {
      await check();
      if (states.length === 0) return;
      // a stream that is broken takes entries for nothing
      await new Promise<void>((resolve) => {
        bytes.write(entriesOf(states), () => resolve());
      });
    },
    ...ending,
  };
}

function entriesOf(states: readonly SeenState[]): Buffer {
  const entries = Buffer.allocUnsafe(states.length * ENTRY_BYTES);
  for (const [i, { place, state, isSame }] of states.entries()) {
    const at = i * ENTRY_BYTES;
    entries.writeUInt32LE(place.part, at);
    entries.writeUInt32LE(place.row, at + PLACE_BYTES / 2);
    entries.writeBigInt64LE(state, at + PLACE_BYTES);
    entries.writeUInt8(isSame ? 1 : 0, at + STATE_END);
  }
  return entries;
}

/** A row of the import; null: it is not there. */
export interface StateNow {
  readonly place: Place;
  readonly state: bigint | null;
}

/**
 * Whether a row is in the state it was in, null for one that was not there; `same`: and `save`
 * changes nothing.
 */
export type Since = 'same' | 'unchanged' | 'changed';

/** The list that was written. */
export class DigestList {
  readonly #object: KeptObject;
  #entries: number | null = null;
  #page: DigestPage | null = null;

  constructor(object: KeptObject) {
    this.#object = object;
  }

  /** Of rows in reading order. Throws as the store, and AppError `file_gone`. */
  async compare(rows: readonly StateNow[]): Promise<Since[]> {
    const since: Since[] = [];
    for (const { place, state } of rows) {
      const page = await this.#pageOf(place);
      since.push(page.compare(place, state));
    }
    return since;
  }

  /** The page on which the place stands, if it stands anywhere. */
  async #pageOf(place: Place): Promise<DigestPage> {
    let page = this.#page ?? (await this.#read(0));
    while (page.isBehind(place)) page = await this.#read(page.number - 1);
    while (page.isBefore(place)) page = await this.#read(page.number + 1);
    this.#page = page;
    return page;
  }

  async #read(number: number): Promise<DigestPage> {
    const { key, store, signal } = this.#object;
    this.#entries ??= await this.#countEntries();
    const first = number * PAGE_ENTRIES;
    const last = Math.min(first + PAGE_ENTRIES, this.#entries);
    const range = { start: first * ENTRY_BYTES, end: last * ENTRY_BYTES };
    const bytes = last === first ? [] : await (await store.read(key, range, signal)).toArray();
    return new DigestPage(number, Buffer.concat(bytes), last === this.#entries);
  }

  async #countEntries(): Promise<number> {
    const { key, store } = this.#object;
    const info = await store.stat(key);
    if (info !== null) return info.sizeBytes / ENTRY_BYTES;
    throw new AppError('file_gone', { message: `${key} is no longer in the store.` });
  }
}

/** Entries one behind the other. */
class DigestPage {
  readonly number: number;
  readonly #bytes: Buffer;
  readonly #isLast: boolean;

  constructor(number: number, bytes: Buffer, isLast: boolean) {
    this.number = number;
    this.#bytes = bytes;
    this.#isLast = isLast;
  }

  /** The place stands on an earlier page. */
  isBehind(place: Place): boolean {
    return this.number > 0 && comparePlaces(place, this.#placeAt(0)) < 0;
  }

  /** The place stands on a later page. */
  isBefore(place: Place): boolean {
    return !this.#isLast && comparePlaces(place, this.#placeAt(this.#count - 1)) > 0;
  }

  compare(place: Place, state: bigint | null): Since {
    const index = this.#find(place);
    if (index === null || state === null)
      return index === null && state === null ? 'unchanged' : 'changed';
    const at = index * ENTRY_BYTES;
    if (this.#bytes.readBigInt64LE(at + PLACE_BYTES) !== state) return 'changed';
    return this.#bytes.readUInt8(at + STATE_END) === 1 ? 'same' : 'unchanged';
  }

  get #count(): number {
    return this.#bytes.length / ENTRY_BYTES;
  }

  #placeAt(index: number): Place {
    const at = index * ENTRY_BYTES;
    return {
      part: this.#bytes.readUInt32LE(at),
      row: this.#bytes.readUInt32LE(at + PLACE_BYTES / 2),
    };
  }

  #find(place: Place): number | null {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = comparePlaces(place, this.#placeAt(middle));
      if (order === 0) return middle;
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return null;
  }
}
