/** The encodings of Unicode, which bytes themselves prove. Used by readCsv and bookFormat. */
import { isAscii, isUtf8 } from 'node:buffer';

/**
 * `mark`: the first bytes say so; `form`: the bytes have the form of no other encoding; `ascii`:
 * the bytes are the same in UTF-8 and nearly every other encoding.
 */
export interface UnicodeEncoding {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly proof: 'mark' | 'form' | 'ascii';
}

/**
 * UTF-8 or UTF-16 by its mark, valid UTF-8 without NUL (plain ASCII is UTF-8), UTF-16 by its NULs;
 * null for another encoding. `sample`: first bytes, of an even number where there are more; their
 * last character may be cut, unless the sample is the whole file.
 */
export function unicodeEncoding(sample: Buffer, isWhole = false): UnicodeEncoding | null {
  const marked = encodingOfMark(sample);
  if (marked !== null) return { encoding: marked, proof: 'mark' };
  const valid = isUtf8(isWhole ? sample : withoutCutCharacter(sample)) && !isUtf8ByChance(sample);
  const encoding =
    (sample.includes(0) ? utf16ByNuls(sample, valid) : null) ?? (valid ? 'utf-8' : null);
  if (encoding === null) return null;
  return { encoding, proof: encoding === 'utf-8' && isAscii(sample) ? 'ascii' : 'form' };
}

/** A mark of Hebrew, say, that stands alone: no person writes it. */
const LONELY_MARK = /(?:^|\p{ASCII})(?!\p{Script=Inherited})\p{M}/u;
const SHORT_BYTES = 4096;

/** In a short file, two bytes of an old encoding may have the form of one character. */
const isUtf8ByChance = (sample: Buffer): boolean =>
  sample.length <= SHORT_BYTES && LONELY_MARK.test(sample.toString('utf8'));

function encodingOfMark([first, second, third]: Buffer): UnicodeEncoding['encoding'] | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/**
 * NULs of all bytes; more where the bytes are valid UTF-8 too, since UTF-16 of ASCII has a half.
 */
const [LEAST_NULS, LEAST_NULS_IN_UTF8] = [0.1, 0.25] as const;
/** How many times the NULs of the other half. */
const LEAST_RATIO = 8;

/** Characters below U+0100 have a NUL in one half of their two bytes. */
function utf16ByNuls(sample: Buffer, isValidUtf8: boolean): UnicodeEncoding['encoding'] | null {
  if (sample.length % 2 !== 0) return null;
  const least = isValidUtf8 ? LEAST_NULS_IN_UTF8 : LEAST_NULS;
  const nuls = [0, 0];
  for (let at = sample.indexOf(0); at !== -1; at = sample.indexOf(0, at + 1))
    nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  if (Math.max(even, odd) < sample.length * least) return null;
  if (odd >= even * LEAST_RATIO) return 'utf-16le';
  return even >= odd * LEAST_RATIO ? 'utf-16be' : null;
}

/** The sample may end inside a character of up to four bytes. */
function withoutCutCharacter(sample: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, sample.length); back += 1) {
    const byte = sample[sample.length - back] ?? 0;
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back);
    if (byte < 0x80) return sample;
  }
  return sample;
}

/** Valid characters beyond ASCII for one that is not. */
const LEAST_VALID = 5;

/**
 * Whether the bytes are UTF-8 but for a few places: a file that was cut, or edited by bytes. Text
 * of another encoding holds no valid UTF-8 beyond ASCII, or little.
 */
export function isDamagedUtf8(sample: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(sample);
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const beyond = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return damaged > 0 && beyond >= damaged * LEAST_VALID;
}
