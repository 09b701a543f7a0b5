/**
 * What kind of file an upload is, by its first bytes and never by its name. Asked by whoever takes
 * uploads, and by readBook.
 */
import { detectEncoding } from './csv/detect-encoding.js';

/**
 * `old`: an .xls workbook, or one protected by a password. `unknown`: neither a workbook nor text.
 */
export type BookFormat = 'xlsx' | 'csv' | 'old' | 'unknown';

/** How many first bytes `bookFormat` looks at; a smaller file is looked at as a whole. */
export const FORMAT_BYTES = 4096;

/**
 * A local entry, or the end record of an archive without entries (APPNOTE.TXT 4.3.7, 4.3.16). `PK`
 * alone may be a header cell.
 */
const ZIP = ['504b0304', '504b0506'];
const OLE = 'd0cf11e0a1b11ae1';
const PDF = '%PDF-';
/**
 * Control characters other than white space, and what no character is: packed bytes have one in
 * ten, text one by accident.
 */
const NO_TEXT = /(?![\t-\r])\p{Cc}|\ufffd/gu;
const MOST_ACCIDENTS = 0.02;

/**
 * `start`: the first FORMAT_BYTES of the file; more are not looked at. An empty file is a csv
 * without rows.
 */
export function bookFormat(start: Uint8Array): BookFormat {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, FORMAT_BYTES));
  if (ZIP.includes(bytes.toString('hex', 0, 4))) return 'xlsx';
  if (bytes.toString('hex', 0, 8) === OLE) return 'old';
  return isText(bytes) ? 'csv' : 'unknown';
}

function isText(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 0, PDF.length) === PDF) return false;
  // As a stream: the last character may be cut.
  const text = new TextDecoder(detectEncoding(bytes)).decode(bytes, { stream: true });
  const strange = text.match(NO_TEXT)?.length ?? 0;
  return !text.includes('\0') && strange <= 1 + text.length * MOST_ACCIDENTS;
}
