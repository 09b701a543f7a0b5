/**
 * Lists of texts in an object of the store, packed: written one after the other, and read back one
 * after the other. Used for the rows that a preview keeps. A list is a line with the bytes of each
 * text, and the texts.
 */
import { pipeline, type Readable, type Writable } from 'node:stream';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { type KeptObject, type WrittenObject, writtenObject } from './written-object.js';

/** Takes lists of texts. */
export interface TextPacker extends Omit<WrittenObject, 'check'> {
  /** Resolves when another list may be written. Throws what the store throws. */
  add(texts: readonly string[]): Promise<void>;
}

/**
 * Each piece is a job for the thread pool: with zlib's own 16 KiB, setting up the jobs takes
 * longest.
 */
const PACKED_BYTES = 64 * 1024;
const UNPACKED_BYTES = 256 * 1024;

export function packTexts(object: KeptObject): TextPacker {
  const packed = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: PACKED_BYTES });
  const { check, ...ending } = writtenObject(object, packed);
  const lists = new ListWriter(packed);
  return {
    add: async (texts) => {
      await check();
      await lists.write(texts);
    },
    ...ending,
  };
}

/**
 * Writes lists through two buffers in turn: a buffer for each list would stay in memory until V8
 * collects it, which it does late.
 */
class ListWriter {
  readonly #out: Writable;
  readonly #buffers = [Buffer.alloc(0), Buffer.alloc(0)];
  readonly #taken: Promise<void>[] = [];
  #turn = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  /** A stream that is broken takes lists for nothing. */
  async write(texts: readonly string[]): Promise<void> {
    this.#turn = 1 - this.#turn;
    const turn = this.#turn;
    await this.#taken[turn];
    const head = `${texts.map((text) => Buffer.byteLength(text)).join(',')}\n`;
    const bytes = this.#bufferFor(
      turn,
      texts.reduce((sum, { length }) => sum + length, head.length),
    );
    let end = bytes.write(head);
    for (const text of texts) end += bytes.write(text, end);
    this.#taken[turn] = new Promise((resolve) => {
      this.#out.write(bytes.subarray(0, end), () => resolve());
    });
  }

  #bufferFor(turn: number, length: number): Buffer {
    const room = length * MOST_UTF8_BYTES;
    const known = this.#buffers[turn];
    if (known !== undefined && known.length >= room) return known;
    const made = Buffer.allocUnsafe(room + room / 2);
    this.#buffers[turn] = made;
    return made;
  }
}

/** Of one unit of UTF-16. */
const MOST_UTF8_BYTES = 3;
const LINE_END = 0x0a;

/** The lists that were written. Throws what the store throws. */
export async function* packedTexts({
  key,
  store,
  signal,
}: KeptObject): AsyncGenerator<readonly string[]> {
  const bytes: Readable = await store.read(key, undefined, signal);
  const unpacked = pipeline(bytes, createGunzip({ chunkSize: UNPACKED_BYTES }), () => {}); // what broke it, reading throws
  let kept: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    for (let list = listIn(kept); list !== null; list = listIn(kept)) {
      yield list.texts;
      kept = kept.subarray(list.end);
    }
  }
  if (kept.length > 0) throw new Error(`${key} ends within a list of texts`);
}

/** The first list; null: its end has not come yet. */
function listIn(bytes: Buffer): { readonly texts: string[]; readonly end: number } | null {
  const line = bytes.indexOf(LINE_END);
  if (line === -1) return null;
  const lengths = bytes.toString('latin1', 0, line).split(',').map(Number);
  const texts: string[] = [];
  let at = line + 1;
  if (at + lengths.reduce((sum, length) => sum + length, 0) > bytes.length) return null;
  for (const length of lengths) {
    texts.push(bytes.toString('utf8', at, at + length));
    at += length;
  }
  return { texts, end: at };
}
