/**
 * A set of texts in flat memory: at most 55 bytes a text, for texts of any length. A hash table
 * with open addressing finds the candidate, and its bytes are compared. Hashes are those of simple
 * tabulation with random tables (Zobrist 1970; Patrascu, Thorup 2012), so that no upload can be
 * made whose keys collide.
 */
import { hash, randomFillSync } from 'node:crypto';
import { Uint32List } from './uint32-list.js';

/** A longer text is stored as its digest. */
const MOST_BYTES = 38;
/** Of SHA-256: two texts with equal ones cannot be found. */
const DIGEST_BYTES = 24;
const [ASCII, UTF16, DIGEST] = [0, 1, 2] as const;
const KIND_FACTOR = 64;

const BLOCK_BYTES = 1024 ** 2;
const FIRST_SLOTS = 65_536;
/** A small table grows by four, so that few texts are hashed again; a large one must not. */
const LARGE_SLOTS = 2 ** 20;
/** Of the slots that may be taken. */
const MOST_LOAD = 0.75;

const RANDOM = randomFillSync(new Int32Array((MOST_BYTES + 1) * 256));

export class TextTable {
  /** Numbers of texts. */
  #slots = new Uint32Array(FIRST_SLOTS);
  /** Of each slot a byte of the text's hash, which most other texts differ in; 0: it is free. */
  #tags = new Uint8Array(FIRST_SLOTS);
  /** Where the record of each text begins, among all blocks. */
  readonly #starts = new Uint32List();
  /** Records: a byte of kind and length, then so many bytes. No record spans two blocks. */
  readonly #blocks: Uint8Array[] = [];
  #end = 0;
  /** The record of the text at hand. */
  readonly #record = new Uint8Array(MOST_BYTES + 1);
  #length = 0;

  /** Texts in the table. */
  get size(): number {
    return this.#starts.length;
  }

  /**
   * The number of the text: of an equal one that came before, else the next, which is the size
   * before the call.
   */
  add(text: string): number {
    this.#encode(text);
    const hashed = hashOf(this.#record, 0, this.#length);
    const tag = tagOf(hashed);
    const mask = this.#slots.length - 1;
    let slot = hashed & mask;
    for (let found = this.#tags[slot]; found !== 0; found = this.#tags[slot]) {
      const text = this.#slots[slot] ?? 0;
      if (found === tag && this.#equals(text)) return text;
      slot = (slot + 1) & mask;
    }
    this.#tags[slot] = tag;
    this.#slots[slot] = this.size;
    this.#store();
    if (this.size > this.#slots.length * MOST_LOAD) this.#grow();
    return this.size - 1;
  }

  #encode(text: string): void {
    const { length } = text;
    if (length <= MOST_BYTES) {
      let at = 0;
      for (; at < length; at += 1) {
        const code = text.charCodeAt(at);
        if (code > 0x7f) break;
        this.#record[at + 1] = code;
      }
      if (at === length) {
        this.#close(ASCII, length);
        return;
      }
    }
    if (length * 2 <= MOST_BYTES) this.#encodeUtf16(text);
    else this.#encodeDigest(text);
  }

  #encodeDigest(text: string): void {
    const digest = hash('sha256', Buffer.from(text, 'utf16le'), 'buffer');
    this.#record.set(digest.subarray(0, DIGEST_BYTES), 1);
    this.#close(DIGEST, DIGEST_BYTES);
  }

  #encodeUtf16(text: string): void {
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      this.#record[i * 2 + 1] = code & 0xff;
      this.#record[i * 2 + 2] = code >> 8;
    }
    this.#close(UTF16, text.length * 2);
  }

  #close(kind: number, bytes: number): void {
    this.#record[0] = kind * KIND_FACTOR + bytes;
    this.#length = bytes + 1;
  }

  #equals(text: number): boolean {
    const start = this.#starts.at(text);
    const block = this.#blockOf(start);
    const from = start % BLOCK_BYTES;
    for (let i = 0; i < this.#length; i += 1) if (block[from + i] !== this.#record[i]) return false;
    return true;
  }

  #store(): void {
    const left = this.#blocks.length * BLOCK_BYTES - this.#end;
    if (left < this.#length) {
      this.#end += left;
      this.#blocks.push(new Uint8Array(BLOCK_BYTES));
    }
    const block = this.#blockOf(this.#end);
    const from = this.#end % BLOCK_BYTES;
    for (let i = 0; i < this.#length; i += 1) block[from + i] = this.#record[i] ?? 0;
    this.#starts.push(this.#end);
    this.#end += this.#length;
  }

  #blockOf(start: number): Uint8Array {
    return this.#blocks[Math.floor(start / BLOCK_BYTES)] ?? NO_BLOCK;
  }

  #grow(): void {
    const { length } = this.#slots;
    const slots = new Uint32Array(length < LARGE_SLOTS ? length * 4 : length * 2);
    const tags = new Uint8Array(slots.length);
    const mask = slots.length - 1;
    for (let text = 0; text < this.size; text += 1) {
      const start = this.#starts.at(text);
      const block = this.#blockOf(start);
      const from = start % BLOCK_BYTES;
      const hashed = hashOf(block, from, ((block[from] ?? 0) % KIND_FACTOR) + 1);
      let slot = hashed & mask;
      while (tags[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = text;
      tags[slot] = tagOf(hashed);
    }
    this.#slots = slots;
    this.#tags = tags;
  }
}

/** Of the bits that no mask takes, and never 0. */
const tagOf = (hashed: number): number => (hashed >>> 24) | 1;

const NO_BLOCK = new Uint8Array();

function hashOf(bytes: Uint8Array, from: number, length: number): number {
  let hashed = 0;
  for (let i = 0; i < length; i += 1) hashed ^= RANDOM[i * 256 + (bytes[from + i] ?? 0)] ?? 0;
  return hashed;
}
