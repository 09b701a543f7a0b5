/**
 * XML written straight into bytes, in pieces for the deflate pipeline: no string is ever built for
 * a cell.
 * Text follows XML 1.0 (2.2 Characters) and ECMA-376 part 1, 22.9.2.19 ST_Xstring: what XML cannot
 * hold becomes `_xHHHH_`.
 */
import { PIECES_IN_USE } from '../zip/deflate-pieces.js';

/**
 * A piece is handed on when it reaches this size: large enough that setting up its deflate job
 * costs little …
 */
export const PIECE_BYTES = 512 * 1024;
/** … and one cell never needs more than this: 32,767 characters as `_xHHHH_`, plus markup. */
const CELL_BYTES = 256 * 1024;

const [TAB, LINE_FEED, QUOTE, AMPERSAND, LESS, GREATER, UNDERSCORE] = [
  9, 10, 34, 38, 60, 62, 95,
] as const;
const ENTITIES = new Map(
  Object.entries({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }).map(
    ([char, entity]) => [char.charCodeAt(0), Buffer.from(entity)],
  ),
);

/** 1: the ASCII character stands for itself. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  (code >= 32 || code === TAB || code === LINE_FEED) &&
  ![QUOTE, AMPERSAND, LESS, GREATER, UNDERSCORE].some((special) => special === code)
    ? 1
    : 0,
);
const ESCAPE_LIKE = /^_x[0-9a-f]{4}_/i;
const ESCAPED_UNDERSCORE = Buffer.from('_x005F_');
/** Of a byte of UTF-8: it stands for itself, becomes an entity, or its neighbours tell. */
const BYTE = { plain: 0, entity: 1, unclear: 2 } as const;
const FIRST_OF_FFFE = 0xef;
const UTF8_KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (ENTITIES.has(byte)) return BYTE.entity;
  return byte === FIRST_OF_FFFE || (byte < 0x80 && PLAIN[byte] === 0) ? BYTE.unclear : BYTE.plain;
});
const [LETTER_X, MIDDLE_OF_FFFE, LAST_OF_FFFE] = [0x78, 0xbf, 0xbe] as const;

/**
 * `_x` may be the start of an escape, EF BF BE and EF BF BF are U+FFFE and U+FFFF; any other
 * unclear byte is a control character.
 */
function isForbidden(source: Buffer, at: number): boolean {
  if (source[at] === UNDERSCORE) return source[at + 1] === LETTER_X;
  return (
    source[at] !== FIRST_OF_FFFE ||
    (source[at + 1] === MIDDLE_OF_FFFE && (source[at + 2] ?? 0) >= LAST_OF_FFFE)
  );
}

/** Fractions of up to this many digits are printed without asking for the shortest form. */
const FRACTION_PLACES = [2, 4, 6];
const EXACT = 2 ** 53;
const HEX = Buffer.from('0123456789ABCDEF');

/** Those that wait for a workbook. */
const MAX_IDLE = 4;
const idle: XmlBytes[] = [];

export class XmlBytes {
  /** Made when its turn comes: a small workbook needs one. */
  readonly #ring: Buffer<ArrayBuffer>[] = [];
  #turn = 0;
  #bytes = Buffer.alloc(0);
  #position = 0;
  #taken = 0;
  #escaping = false;

  constructor() {
    this.#next();
  }

  /** One that waits, or a new one. */
  static take(): XmlBytes {
    return idle.pop() ?? new XmlBytes();
  }

  /** For another workbook: nobody reads a piece of this one any more. */
  giveBack(): void {
    this.#ring.length = 1; // large workbooks alone need more
    this.#turn = 0;
    this.#taken = 0;
    this.#next();
    if (idle.length < MAX_IDLE) idle.push(this);
  }

  get full(): boolean {
    return this.#position >= PIECE_BYTES;
  }

  /** Whether something was written since the last piece was taken. */
  get pending(): boolean {
    return this.#position > 0;
  }

  /** Bytes in all pieces so far, the open one included. */
  get total(): number {
    return this.#taken + this.#position;
  }

  /**
   * Takes back what was written after this many bytes in all, as `total` told them; only within the
   * open piece.
   */
  rewind(total: number): void {
    this.#position = total - this.#taken;
  }

  /** What was written after this many bytes in all; only within the open piece. */
  since(total: number): Buffer {
    return this.#bytes.subarray(total - this.#taken, this.#position);
  }

  /**
   * What was written since the last call. It stays as it is until PIECES_IN_USE further pieces were
   * taken.
   */
  take(): Buffer {
    const piece = this.#bytes.subarray(0, this.#position);
    this.#taken += piece.length;
    this.#next();
    return piece;
  }

  #next(): void {
    const turn = this.#turn % PIECES_IN_USE;
    this.#bytes = this.#ring[turn] ??= Buffer.allocUnsafeSlow(PIECE_BYTES + CELL_BYTES);
    this.#turn += 1;
    this.#position = 0;
  }

  /** Markup, as it is. */
  put(source: Uint8Array, length = source.length): void {
    const bytes = this.#bytes;
    let position = this.#position;
    for (let i = 0; i < length; i += 1) bytes[position++] = source[i] ?? 0;
    this.#position = position;
  }

  /** Text of at most 32,767 UTF-16 units, escaped. True when something in it became `_xHHHH_`. */
  text(value: string): boolean {
    this.#escaping = false;
    const bytes = this.#bytes;
    let position = this.#position;
    const { length } = value;
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i);
      if (code < 0x80) {
        if (PLAIN[code] === 1) bytes[position++] = code;
        else position = this.#special(code, value, i, position);
      } else if (code < 0x800) {
        bytes[position++] = 0xc0 | (code >> 6);
        bytes[position++] = 0x80 | (code & 63);
      } else if (code < 0xd800 || (code >= 0xe000 && code < 0xfffe)) {
        bytes[position++] = 0xe0 | (code >> 12);
        bytes[position++] = 0x80 | ((code >> 6) & 63);
        bytes[position++] = 0x80 | (code & 63);
      } else {
        const point = value.codePointAt(i) ?? code;
        if (point > 0xffff) {
          i += 1;
          bytes[position++] = 0xf0 | (point >> 18);
          bytes[position++] = 0x80 | ((point >> 12) & 63);
          bytes[position++] = 0x80 | ((point >> 6) & 63);
          bytes[position++] = 0x80 | (point & 63);
        } else position = this.#escaped(code, position);
      }
    }
    this.#position = position;
    return this.#escaping;
  }

  /**
   * Text in valid UTF-8 of at most 32,767 bytes, escaped. False when something in it must become
   * `_xHHHH_`: then only a part of it was written, and `text` is to write it anew.
   */
  utf8(source: Buffer, start: number, end: number): boolean {
    const bytes = this.#bytes;
    let position = this.#position;
    for (let at = start; at < end; at += 1) {
      const byte = source[at] ?? 0;
      const kind = UTF8_KINDS[byte];
      if (kind === BYTE.plain) bytes[position++] = byte;
      else if (kind === BYTE.entity)
        position = this.#copy(ENTITIES.get(byte) ?? ESCAPED_UNDERSCORE, position);
      else if (isForbidden(source, at)) return false;
      else bytes[position++] = byte;
    }
    this.#position = position;
    return true;
  }

  /** Bytes as they are. */
  copy(source: Buffer, start: number, end: number): void {
    const bytes = this.#bytes;
    let position = this.#position;
    for (let at = start; at < end; at += 1) bytes[position++] = source[at] ?? 0;
    this.#position = position;
  }

  /** An ASCII character that XML or ST_Xstring reads in its own way. */
  #special(code: number, value: string, index: number, position: number): number {
    if (code === UNDERSCORE) {
      if (value.charCodeAt(index + 1) === 0x78 && ESCAPE_LIKE.test(value.slice(index, index + 7)))
        return this.#escaped(UNDERSCORE, position);
      this.#bytes[position] = UNDERSCORE;
      return position + 1;
    }
    const entity = ENTITIES.get(code);
    return entity === undefined ? this.#escaped(code, position) : this.#copy(entity, position);
  }

  #copy(source: Uint8Array, position: number): number {
    this.#bytes.set(source, position);
    return position + source.length;
  }

  /** `_xHHHH_` */
  #escaped(code: number, position: number): number {
    this.#escaping = true;
    const end = this.#copy(ESCAPED_UNDERSCORE, position);
    for (let i = 0; i < 4; i += 1)
      this.#bytes[position + 2 + i] = HEX[(code >> (12 - 4 * i)) & 15] ?? 0;
    return end;
  }

  /** A finite number; reading it back gives the same double. */
  number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) <= EXACT) this.#whole(value);
    else {
      const places = exactPlaces(value);
      if (places === null) this.ascii(String(value));
      else this.#decimal(value, places);
    }
  }

  #whole(value: number): void {
    if (value < 0) this.#bytes[this.#position++] = 45;
    this.digits(Math.abs(value));
  }

  #decimal(value: number, places: number): void {
    const scale = 10 ** places;
    const size = Math.abs(Math.round(value * scale));
    const whole = Math.floor(size / scale);
    if (value < 0) this.#bytes[this.#position++] = 45;
    this.digits(whole);
    this.fraction(size - whole * scale, places);
  }

  /** A whole number from 0 on. */
  digits(value: number): void {
    let places = 1;
    for (let limit = 10; value >= limit; limit *= 10) places += 1;
    this.padded(value, places);
  }

  /** A whole number from 0 on, in exactly so many digits. */
  padded(value: number, places: number): void {
    const bytes = this.#bytes;
    const start = this.#position;
    let rest = value;
    for (let at = start + places - 1; at >= start; at -= 1) {
      const tenth = Math.floor(rest / 10);
      bytes[at] = 48 + (rest - tenth * 10);
      rest = tenth;
    }
    this.#position = start + places;
  }

  /** A point and so many digits, without the zeros at the end. */
  fraction(value: number, places: number): void {
    let [digits, count] = [value, places];
    while (digits % 10 === 0 && count > 1) {
      digits /= 10;
      count -= 1;
    }
    this.#bytes[this.#position++] = 46;
    this.padded(digits, count);
  }

  /** Text known to be ASCII without markup. */
  ascii(value: string): void {
    this.#position += this.#bytes.write(value, this.#position, 'latin1');
  }
}

/** Digits after the point that tell this number exactly; null when it takes more. */
function exactPlaces(value: number): number | null {
  for (const places of FRACTION_PLACES) {
    const scale = 10 ** places;
    const scaled = Math.round(value * scale);
    if (Math.abs(scaled) > EXACT) return null;
    // Both are exact, so the division is rounded as a reader of the digits rounds.
    if (scaled / scale === value) return places;
  }
  return null;
}
