/**
 * Counts the merged ranges of a sheet (ECMA-376 part 1, 18.3.1.55 mergeCells). They stand behind
 * the rows, among parts that no reader needs: the bytes are searched, not parsed, so that nothing
 * there can spoil a sheet whose rows were read.
 */

const START = 'mergeCells';
const ITEM = 'mergeCell ';
const REFERENCE = /^[^<>]*?ref\s*=\s*["']([A-Za-z0-9:$]{1,40})["']/;
/** Longer than any tag of a merged range. */
const TAG_BYTES = 256;

export class MergedCells {
  #rest: Buffer = Buffer.alloc(0);
  #hasStarted = false;
  #hasEnded = false;
  count = 0;
  /** `A1:B2`; null when there is none. */
  first: string | null = null;

  /** Takes the bytes behind the rows, in pieces of any size. */
  feed(chunk: Uint8Array): void {
    if (this.#hasEnded) return;
    const bytes = Buffer.concat([this.#rest, chunk]);
    let at = this.#hasStarted ? 0 : this.#start(bytes);
    if (at === -1) return;
    for (;;) {
      const item = bytes.indexOf(ITEM, at, 'latin1');
      const end = bytes.indexOf(START, at, 'latin1');
      if (item === -1 || (end !== -1 && end < item)) {
        this.#hasEnded = end !== -1;
        this.#rest = this.#hasEnded ? Buffer.alloc(0) : tail(bytes, at, ITEM.length);
        return;
      }
      const reference = REFERENCE.exec(
        bytes.toString('latin1', item + ITEM.length, item + TAG_BYTES),
      );
      if (reference === null && bytes.length < item + TAG_BYTES) {
        this.#rest = Buffer.from(bytes.subarray(item));
        return;
      }
      at = item + ITEM.length;
      if (reference === null) continue;
      this.count += 1;
      this.first ??= reference[1] ?? null;
    }
  }

  /** Position behind the opening tag's name; -1 when it is not there yet. */
  #start(bytes: Buffer): number {
    const found = bytes.indexOf(START, 0, 'latin1');
    if (found === -1) {
      this.#rest = tail(bytes, 0, START.length);
      return -1;
    }
    this.#hasStarted = true;
    return found + START.length;
  }
}

/**
 * The last bytes from `from` on, which may be the start of a name that goes on in the next piece.
 */
const tail = (bytes: Buffer, from: number, length: number): Buffer =>
  Buffer.from(bytes.subarray(Math.max(from, bytes.length - length + 1)));
