/**
 * XML as tokens over bytes (XML 1.0, fifth edition), fed chunk by chunk: a token is never cut, and
 * nothing is kept but the token at hand. The sheet, the shared strings and all small parts are read
 * through it.
 */
import type { ReadLimits } from '../limits.js';
import { XmlChunk } from './xml-chunk.js';

/** `more`: the chunk is used up. `empty`: an element without content, which opens and closes. */
export const TOKEN = { more: 0, open: 1, close: 2, empty: 3, text: 4 } as const;
export type Token = (typeof TOKEN)[keyof typeof TOKEN];

/** What a text holds beside plain ASCII; bits of `features`. */
export const TEXT = { entity: 1, wide: 2, underscore: 4, carriageReturn: 8 } as const;

const [TAB, CARRIAGE_RETURN, SPACE, EXCLAMATION, QUOTE, AMPERSAND, APOSTROPHE, HYPHEN] = [
  9, 13, 32, 33, 34, 38, 39, 45,
] as const;
const [SLASH, COLON, LESS, EQUALS, GREATER, QUESTION, OPEN_BRACKET, UNDERSCORE] = [
  47, 58, 60, 61, 62, 63, 91, 95,
] as const;
const CDATA = Buffer.from('<![CDATA[');
const FEATURES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return TEXT.wide;
  if (byte === AMPERSAND) return TEXT.entity;
  if (byte === UNDERSCORE) return TEXT.underscore;
  return byte === CARRIAGE_RETURN ? TEXT.carriageReturn : 0;
});

export class XmlTokens extends XmlChunk {
  /** Local name of the element, without its prefix. */
  nameStart = 0;
  nameEnd = 0;
  /** Attributes run from `nameEnd`, text from `start`, up to here. */
  end = 0;
  start = 0;
  /** Bits of TEXT. */
  features = 0;
  /** The attribute that `nextAttribute` found. */
  attributeStart = 0;
  attributeEnd = 0;
  valueStart = 0;
  valueEnd = 0;

  readonly #names: Int32Array;
  #attributeAt = 0;

  /** `part`: what is read, for messages; `room`: where its bytes stand while they fit. */
  constructor(part: string, limits: ReadLimits, room?: Buffer) {
    super(part, limits, room);
    this.#names = new Int32Array(limits.maxDepth + 1);
  }

  next(): Token {
    const { bytes } = this;
    for (;;) {
      const at = this.at;
      if (at >= this.filled) return TOKEN.more;
      if (bytes[at] !== LESS) return this.#text(at);
      const second = bytes[at + 1];
      if (second === SLASH) return this.#close(at);
      if (second !== EXCLAMATION && second !== QUESTION) return this.#open(at);
      const token = this.#markup(at, second);
      if (token !== null) return token;
    }
  }

  /**
   * Takes `before`, text and `after` at once when they are the next bytes: `<v>`, a value,
   * `</v></c>`. The text is at hand as after `next`; `closed` elements more than were opened are
   * then closed. Else nothing is taken, and `next` goes on.
   */
  takeAround(before: Buffer, after: Buffer, closed: number): boolean {
    const start = this.#past(before, this.at);
    if (start === -1 || !this.#takeUntil(after, start)) return false;
    this.depth -= closed;
    return true;
  }

  /**
   * As takeAround, of a whole element whose opening tag has something in its middle that changes:
   * `<c r="B`, `12`, `"><v>`.
   */
  takeBetween(before: Buffer, middle: Buffer, rest: Buffer, after: Buffer): boolean {
    const first = this.#past(before, this.at);
    if (first === -1) return false;
    const second = this.#past(middle, first);
    if (second === -1) return false;
    const start = this.#past(rest, second);
    return start !== -1 && this.#takeUntil(after, start);
  }

  /** Goes on at another place of the bytes at hand, within so many elements. */
  moveTo(at: number, depth: number): void {
    this.at = at;
    this.depth = depth;
  }

  /** The innermost open element has this name, though its tag was not read here. */
  nameOpen(name: Buffer): void {
    this.#names[this.depth] = markOf(name, 0, name.length);
  }

  #takeUntil(after: Buffer, start: number): boolean {
    const end = this.#textEnd(start);
    const next = this.#past(after, end);
    if (next === -1) return false;
    this.start = start;
    this.end = end;
    this.at = next;
    return true;
  }

  /** Position after these bytes; -1 when others stand there. */
  #past(expected: Buffer, at: number): number {
    const { length } = expected;
    if (at + length > this.filled) return -1;
    const { bytes } = this;
    for (let i = 0; i < length; i += 1) if (bytes[at + i] !== expected[i]) return -1;
    return at + length;
  }

  /** Whether the text just read is known to be all that its element holds. */
  get closesNext(): boolean {
    return (
      this.at + 1 < this.filled && this.bytes[this.at + 1] === SLASH && this.bytes[this.at] === LESS
    );
  }

  /**
   * Goes to the first attribute of the tag just read, then to each further one; false after the
   * last.
   */
  nextAttribute(): boolean {
    const { bytes, end } = this;
    let at = this.#attributeAt;
    while (at < end && isSpace(bytes[at])) at += 1;
    if (at >= end) return false;
    this.attributeStart = at;
    while (at < end && bytes[at] !== EQUALS && !isSpace(bytes[at])) {
      if (bytes[at] === COLON) this.attributeStart = at + 1;
      at += 1;
    }
    this.attributeEnd = at;
    while (at < end && (bytes[at] === EQUALS || isSpace(bytes[at]))) at += 1;
    const quote = bytes[at];
    this.valueStart = at + 1;
    at += 1;
    while (at < end && bytes[at] !== quote) at += 1;
    if (at >= end || (quote !== QUOTE && quote !== APOSTROPHE))
      throw this.error('bad_xml', 'has an attribute without a value in quotes');
    this.valueEnd = at;
    this.#attributeAt = at + 1;
    return true;
  }

  #text(at: number): Token {
    const end = this.#textEnd(at);
    if (end === this.filled) return TOKEN.more;
    this.start = at;
    this.end = end;
    this.at = end;
    return TOKEN.text;
  }

  /** Position of the next tag; notes the features of the text before it. */
  #textEnd(start: number): number {
    const { bytes } = this;
    const filled = this.filled;
    let features = 0;
    let end = start;
    for (; end < filled; end += 1) {
      const byte = bytes[end] ?? LESS;
      if (byte === LESS) break;
      features |= FEATURES[byte] ?? 0;
    }
    this.features = features;
    return end;
  }

  #open(at: number): Token {
    const { bytes } = this;
    const filled = this.filled;
    let nameStart = at + 1;
    let end = nameStart;
    for (; end < filled; end += 1) {
      const byte = bytes[end] ?? 0;
      if (byte === COLON) nameStart = end + 1;
      else if (byte <= SPACE || byte === GREATER || byte === SLASH) break;
    }
    this.nameStart = nameStart;
    this.nameEnd = end;
    this.#attributeAt = end;
    end = this.#tagEnd(end);
    if (end === -1) return TOKEN.more;
    if (this.nameEnd === nameStart) throw this.error('bad_xml', 'has an element without a name');
    const empty = bytes[end - 1] === SLASH;
    this.end = empty ? end - 1 : end;
    this.at = end + 1;
    this.rooted = true;
    if (this.depth === this.limits.maxDepth)
      throw this.error('too_deep', `nests elements deeper than ${this.limits.maxDepth} levels`);
    if (empty) return TOKEN.empty;
    this.depth += 1;
    this.#names[this.depth] = this.#nameMark();
    return TOKEN.open;
  }

  /**
   * Position of the `>` that ends a tag: one inside quotes does not. -1 when it is not there yet.
   */
  #tagEnd(from: number): number {
    const { bytes } = this;
    const filled = this.filled;
    let quote = 0;
    for (let at = from; at < filled; at += 1) {
      const byte = bytes[at] ?? 0;
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === GREATER) return at;
      else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
      else if (byte === LESS) throw this.error('bad_xml', 'has a tag that does not end');
    }
    return -1;
  }

  #close(at: number): Token {
    const { bytes } = this;
    const filled = this.filled;
    let nameStart = at + 2;
    let end = nameStart;
    for (; end < filled; end += 1) {
      const byte = bytes[end] ?? 0;
      if (byte === COLON) nameStart = end + 1;
      else if (byte <= SPACE || byte === GREATER) break;
    }
    this.nameStart = nameStart;
    this.nameEnd = end;
    while (end < filled && isSpace(bytes[end])) end += 1;
    if (end >= filled) return TOKEN.more;
    if (
      bytes[end] !== GREATER ||
      this.depth === 0 ||
      this.#names[this.depth] !== this.#nameMark()
    ) {
      throw this.error('bad_xml', 'has a closing tag that closes no open element');
    }
    this.depth -= 1;
    this.at = end + 1;
    return TOKEN.close;
  }

  #nameMark(): number {
    return markOf(this.bytes, this.nameStart, this.nameEnd);
  }

  /**
   * Comments and processing instructions are passed over (null), CDATA is text, a DOCTYPE is
   * refused.
   */
  #markup(at: number, second: number): Token | null {
    if (second === QUESTION) return this.#skip(at, '?>');
    const third = this.bytes[at + 2];
    if (at + CDATA.length > this.filled) return TOKEN.more;
    if (third === HYPHEN) return this.#skip(at, '-->');
    if (
      third === OPEN_BRACKET &&
      this.bytes.compare(CDATA, 0, CDATA.length, at, at + CDATA.length) === 0
    )
      return this.#cdata(at + CDATA.length);
    throw this.error(
      'doctype',
      'holds a DOCTYPE, which no workbook needs; save the workbook again',
    );
  }

  #skip(at: number, terminator: string): Token | null {
    const end = this.#find(terminator, at + 2);
    if (end === -1) return TOKEN.more;
    this.at = end + terminator.length;
    return null;
  }

  #cdata(start: number): Token {
    const end = this.#find(']]>', start);
    if (end === -1) return TOKEN.more;
    this.start = start;
    this.end = end;
    // An ampersand stands for itself here.
    this.features = TEXT.wide | TEXT.underscore;
    this.at = end + 3;
    return TOKEN.text;
  }

  #find(terminator: string, from: number): number {
    const at = this.bytes.subarray(0, this.filled).indexOf(terminator, from, 'latin1');
    return at;
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || (byte !== undefined && byte >= TAB && byte <= CARRIAGE_RETURN);

/** Length, first and last letter: enough to see that a closing tag belongs to another element. */
const markOf = (bytes: Buffer, start: number, end: number): number =>
  ((end - start) << 12) ^ ((bytes[start] ?? 0) << 6) ^ (bytes[end - 1] ?? 0);
