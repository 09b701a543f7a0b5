/**
 * Many strings in little memory: their UTF-8 bytes in slabs. A string is made when it is asked for;
 * the last ones are kept.
 */
import { utf8String } from './byte-strings.js';

const FIRST_COUNT = 1024;
const SLAB_BYTES = 1024 ** 2;
const RECENT = 8192;
const FEW_BYTES = 64;
/** Longer strings are not kept, but made anew each time. */
const LONG_BYTES = 4096;

export class StringTable {
  count = 0;
  /** Of all strings. */
  sizeBytes = 0;
  readonly #slabs: Buffer[] = [];
  /** Per string: its slab, where it starts there, how long it is. */
  #slabOf = new Uint16Array(FIRST_COUNT);
  #starts = new Uint32Array(FIRST_COUNT);
  #lengths = new Uint32Array(FIRST_COUNT);
  #slab = Buffer.alloc(0);
  #used = 0;
  #open = 0;
  readonly #recent = new Array<string>(RECENT).fill('');
  readonly #recentIndex = new Int32Array(RECENT).fill(-1);

  /** Undefined when there is no such string. */
  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined;
    const slot = index & (RECENT - 1);
    return this.#recentIndex[slot] === index ? this.#recent[slot] : this.#make(index, slot);
  }

  #make(index: number, slot: number): string {
    const text = this.#decode(index);
    if ((this.#lengths[index] ?? 0) <= LONG_BYTES) {
      this.#recent[slot] = text;
      this.#recentIndex[slot] = index;
    }
    return text;
  }

  #decode(index: number): string {
    const start = this.#starts[index] ?? 0;
    const slab = this.#slabs[this.#slabOf[index] ?? 0];
    return slab === undefined ? '' : utf8String(slab, start, start + (this.#lengths[index] ?? 0));
  }

  /** Adds bytes to the string that is being made. */
  append(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#used + length > this.#slab.length) this.#newSlab(length);
    copyBytes(bytes, start, end, this.#slab, this.#used);
    this.#used += length;
    this.sizeBytes += length;
  }

  /** Adds whole strings that follow each other from `start` on, by their ends. */
  appendAll(bytes: Buffer, start: number, ends: Uint32Array): void {
    let from = start;
    for (const end of ends) {
      const length = end - from;
      if (this.#used + length > this.#slab.length) this.#newSlab(length);
      copyBytes(bytes, from, end, this.#slab, this.#used);
      this.#used += length;
      this.end();
      from = end;
    }
    this.sizeBytes += from - start;
  }

  /** Of the string that is being made. */
  get openBytes(): number {
    return this.#used - this.#open;
  }

  /** Ends the string that is being made. */
  end(): void {
    if (this.count === this.#starts.length) this.#grow();
    this.#slabOf[this.count] = this.#slabs.length - 1;
    this.#starts[this.count] = this.#open;
    this.#lengths[this.count] = this.#used - this.#open;
    this.#open = this.#used;
    this.count += 1;
  }

  /** A string never lies in two slabs: its first part moves along. */
  #newSlab(length: number): void {
    const begun = this.#slab.subarray(this.#open, this.#used);
    this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, begun.length + length));
    this.#slabs.push(this.#slab);
    begun.copy(this.#slab);
    this.#open = 0;
    this.#used = begun.length;
  }

  #grow(): void {
    const size = 2 * this.count;
    this.#slabOf = copyInto(new Uint16Array(size), this.#slabOf);
    this.#starts = copyInto(new Uint32Array(size), this.#starts);
    this.#lengths = copyInto(new Uint32Array(size), this.#lengths);
  }
}

/** Byte by byte where a call into V8 would take longer. */
function copyBytes(from: Buffer, start: number, end: number, to: Buffer, at: number): void {
  if (end - start > FEW_BYTES) from.copy(to, at, start, end);
  else for (let i = start; i < end; i += 1) to[at + i - start] = from[i] ?? 0;
}

function copyInto<T extends Uint16Array | Uint32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
