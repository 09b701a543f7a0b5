/** Strings of bytes. Columns repeat their values, so that short strings are cached. */

/**
 * What Buffer.toString calls after it has worked out the encoding; absent from Node's types,
 * present in every version.
 */
interface Slices {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
  ucs2Slice(start: number, end: number): string;
}
const slicesOf = (bytes: Buffer): Slices => bytes as Buffer & Slices;

const SHORT = 12;
const KNOWN_SIZE = 4096;
const known = new Array<string>(KNOWN_SIZE).fill('');

/** Bytes of ASCII, or of Latin-1. */
export function asciiString(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > SHORT) return slicesOf(bytes).latin1Slice(start, end);
  let hash = length;
  for (let at = start; at < end; at += 1) hash = (hash * 31 + (bytes[at] ?? 0)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (KNOWN_SIZE - 1);
  const candidate = known[slot] ?? '';
  if (candidate.length === length && isSame(candidate, bytes, start)) return candidate;
  const text = slicesOf(bytes).latin1Slice(start, end);
  known[slot] = text;
  return text;
}

function isSame(text: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i += 1)
    if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** Bytes that are no UTF-8 become U+FFFD. */
export const utf8String = (bytes: Buffer, start: number, end: number): string =>
  slicesOf(bytes).utf8Slice(start, end);

/** Little-endian units. */
export const utf16String = (bytes: Buffer, start: number, end: number): string =>
  slicesOf(bytes).ucs2Slice(start, end);
