/**
 * A page of rows in the text format of COPY (PostgreSQL manual, COPY, "Text Format"), split into
 * values while it arrives: one look at each byte, and no object for a row or a value. Used by
 * exports of many rows.
 */
import type { EncodedRows } from '@longshore/database';

const [TAB, LINE_FEED, BACKSLASH, NULL_MARK] = [9, 10, 92, 78] as const;
/** What `\\b` and its like stand for; any other character stands for itself. */
const ESCAPED = new Map(
  [...'bfnrtv'].map((letter, i) => [letter.charCodeAt(0), [8, 12, 10, 13, 9, 11][i] ?? 0]),
);
/** A small result needs little memory; a page that is filled again keeps what it has. */
const FIRST_BYTES = 16 * 1024;
const MAX_BYTES = 1024 ** 3;

interface KeyColumn {
  readonly name: string;
  /** Of the value in its row. */
  readonly index: number;
}

export class CopyPage implements EncodedRows {
  length = 0;
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  readonly width: number;
  readonly #maxValues: number;
  readonly #key: readonly KeyColumn[];
  #used = 0;
  /** Where the open value began; -1: it is NULL. */
  #start = 0;
  #value = 0;
  #isEscaped = false;

  /** `width`: values of a row; `key`: which of them are its key. */
  constructor(maxRows: number, width: number, key: readonly KeyColumn[]) {
    this.width = width;
    this.#key = key;
    this.#maxValues = maxRows * width;
  }

  clear(): void {
    this.length = 0;
    this.#used = 0;
    this.#start = 0;
    this.#value = 0;
    this.#isEscaped = false;
  }

  /** Bytes as they come from the server, cut anywhere. Throws when the page gets too large. */
  add(chunk: Buffer): void {
    this.#reserve(chunk.length);
    const { bytes } = this;
    const { length } = chunk;
    let used = this.#used;
    for (let at = 0; at < length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte > BACKSLASH && !this.#isEscaped) bytes[used++] = byte;
      else if (this.#isEscaped) {
        this.#isEscaped = false;
        if (byte === NULL_MARK) this.#start = -1;
        else bytes[used++] = ESCAPED.get(byte) ?? byte;
      } else if (byte === TAB || byte === LINE_FEED) this.#endValue(used);
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else bytes[used++] = byte;
    }
    this.#used = used;
    this.length = this.#value / this.width;
  }

  /** Throws when a part of the key is null. */
  lastKey(): readonly string[] {
    return this.#key.map(({ name, index }) => {
      const at = (this.length - 1) * this.width + index;
      const start = this.starts[at] ?? -1;
      if (start === -1)
        throw new Error(`keyset: the column "${name}" of orderBy is null; pages need a full key`);
      return this.bytes.toString('utf8', start, this.ends[at]);
    });
  }

  #endValue(used: number): void {
    this.starts[this.#value] = this.#start;
    this.ends[this.#value] = used;
    this.#value += 1;
    this.#start = used;
  }

  /** Each byte may end a value. */
  #reserve(length: number): void {
    this.#reserveValues(Math.min(this.#value + length, this.#maxValues));
    if (this.#used + length <= this.bytes.length) return;
    if (this.#used + length > MAX_BYTES)
      throw new Error(
        'A page of rows holds more than 1 GiB; read it by keyset with smaller pageRows',
      );
    const bytes = Buffer.allocUnsafeSlow(2 * (this.#used + length));
    this.bytes.copy(bytes, 0, 0, this.#used);
    this.bytes = bytes;
  }

  #reserveValues(count: number): void {
    if (count <= this.starts.length) return;
    const size = Math.min(Math.max(count, 2 * this.starts.length), this.#maxValues);
    const [starts, ends] = [new Int32Array(size), new Int32Array(size)];
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}
