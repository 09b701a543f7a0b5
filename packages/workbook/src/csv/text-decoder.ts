/**
 * Decoders that give the same text on every Node. Used by readCsv and the detection of encodings.
 */
import { TextDecoder } from 'node:util';
import { WorkbookError } from '../workbook-error.js';
import { HIGH_CONTROLS, IBM850 } from './single-byte-pages.js';

/** The part of TextDecoder that reading needs. */
export interface StreamDecoder {
  /** Throws TypeError for bytes that are not valid, when made with `fatal`. */
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

/**
 * Labels for one decoder: Node's `gbk` lacks the euro sign and 101 other pairs that `gb18030` has.
 */
const ALIASES: Readonly<Record<string, string>> = {
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp850: 'ibm850',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
};

/**
 * A decoder of any label that TextDecoder knows, or `ibm850`. Throws WorkbookError `bad_options`
 * for another label.
 */
export function textDecoder(label: string, fatal: boolean): StreamDecoder {
  const lower = label.toLowerCase();
  const encoding = ALIASES[lower] ?? lower;
  if (encoding === 'ibm850') return new TableDecoder(IBM850, fatal);
  const controls = HIGH_CONTROLS[encoding];
  if (controls === undefined) return nativeDecoder(encoding, fatal);
  return hasRightTable(encoding)
    ? new UnbufferedDecoder(encoding, fatal)
    : new TableDecoder(controls + upperHalf(encoding), fatal);
}

function nativeDecoder(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch (cause) {
    throw new WorkbookError({
      code: 'bad_options',
      message: `There is no encoding "${encoding}"; use utf-8, utf-16le, gb18030 or windows-1252.`,
      cause,
    });
  }
}

const known = new Map<string, boolean>();

function hasRightTable(encoding: string): boolean {
  const right =
    known.get(encoding) ?? decodedRange(encoding, 0x80, 0xa0) === HIGH_CONTROLS[encoding];
  known.set(encoding, right);
  return right;
}

const upperHalf = (encoding: string): string => decodedRange(encoding, 0xa0, 0x100);

const decodedRange = (encoding: string, start: number, end: number): string =>
  new TextDecoder(encoding).decode(
    Uint8Array.from({ length: end - start }, (_, index) => start + index),
    { stream: true },
  );

/** One byte is one character, so `stream: true` loses nothing; Node 20 needs it. */
class UnbufferedDecoder implements StreamDecoder {
  readonly #decoder: TextDecoder;

  constructor(encoding: string, fatal: boolean) {
    this.#decoder = new TextDecoder(encoding, { fatal });
  }

  decode(bytes: Uint8Array = new Uint8Array()): string {
    return this.#decoder.decode(bytes, { stream: true });
  }
}

/** Decodes by a table of the bytes 80-FF. */
class TableDecoder implements StreamDecoder {
  readonly #codes: Uint16Array;
  readonly #fatal: boolean;

  constructor(upper: string, fatal: boolean) {
    this.#codes = Uint16Array.from({ length: 256 }, (_, byte) =>
      byte < 0x80 ? byte : upper.charCodeAt(byte - 0x80),
    );
    this.#fatal = fatal;
  }

  decode(bytes: Uint8Array = new Uint8Array()): string {
    const units = Uint16Array.from(bytes, (byte) => this.#codes[byte] ?? 0xfffd);
    if (this.#fatal && units.includes(0xfffd)) throw new TypeError('A byte is not valid.');
    return Buffer.from(units.buffer).toString('utf16le');
  }
}
