/**
 * The bytes of one part of a workbook, fed piece by piece: what was not read yet is carried over to
 * the next piece. The base of XmlTokens.
 */
import type { ReadLimits } from '../limits.js';
import { type Place, WorkbookError, type WorkbookErrorCode } from '../workbook-error.js';

const [TAB, CARRIAGE_RETURN, SPACE] = [9, 13, 32] as const;
const FIRST_ROOM = 320 * 1024;

export class XmlChunk {
  /** The bytes at hand; positions in them are valid until the next `feed`. */
  bytes: Buffer;
  /** Open elements; of an `open` token itself included, of a `close` token no longer. */
  depth = 0;

  protected readonly limits: ReadLimits;
  /** Position of the next byte to read, and of the end of the bytes at hand. */
  at = 0;
  filled = 0;
  /** An element was opened. */
  protected rooted = false;
  readonly #part: string;
  readonly #room: Buffer;
  /** Of the bytes at hand in the part. */
  offset = 0;

  /** `part`: what is read, for messages; `room`: where its bytes stand while they fit. */
  constructor(part: string, limits: ReadLimits, room: Buffer = Buffer.allocUnsafeSlow(FIRST_ROOM)) {
    this.#part = part;
    this.#room = room;
    this.bytes = room;
    this.limits = limits;
  }

  /** Adds bytes after those not yet read. Only when `next` answered `more`. */
  feed(chunk: Uint8Array): void {
    const rest = this.filled - this.at;
    if (rest > this.limits.maxCellBytes)
      throw this.error(
        'cell_too_large',
        `one cell or tag is larger than ${this.limits.maxCellBytes} bytes`,
      );
    const room = this.#roomFor(rest + chunk.length);
    this.bytes.copy(room, 0, this.at, this.filled);
    room.set(chunk, rest);
    this.offset += this.at;
    this.at = 0;
    this.filled = rest + chunk.length;
    this.bytes = room;
  }

  #roomFor(length: number): Buffer {
    if (length <= this.#room.length) return this.#room;
    return length <= this.bytes.length ? this.bytes : Buffer.allocUnsafeSlow(2 * length);
  }

  /** Bytes of the part that were read. */
  get position(): number {
    return this.offset + this.at;
  }

  /** The bytes at hand that were not read; valid until the next `feed`. */
  get unread(): Buffer {
    return this.bytes.subarray(this.at, this.filled);
  }

  /** The part has ended. Throws WorkbookError `truncated` when it ended in the middle. */
  finish(): void {
    if (this.depth > 0 || !this.rooted || !this.unread.every(isSpace))
      throw this.error('truncated', 'ends in the middle; transfer the file again');
  }

  error(code: WorkbookErrorCode, problem: string, place: Place = {}): WorkbookError {
    return new WorkbookError({
      code,
      message: `${this.#part} ${problem}.`,
      place: { offset: this.position, ...place },
    });
  }
}

const isSpace = (byte: number): boolean =>
  byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN);
