/**
 * What kind of file an upload is, by its first bytes and never by its name. Asked by whoever takes
 * uploads, and by readBook.
 */

import { archiveFormat } from './archive-format.js';
import { unicodeEncoding } from './csv/unicode-encoding.js';
import { jsonFormat } from './lines/json-format.js';
import { markupFormat } from './markup-format.js';
import { OLE_MAGIC, oleFormat } from './ole-format.js';
import type { RefusedFormat } from './refused-format.js';

/**
 * The kind of a file. `xlsx`: a zip archive that may be a workbook, or hold some; `csv`: delimited
 * text, or text of fixed widths; `jsonl`: JSON lines.
 */
export type BookFormat = 'xlsx' | 'csv' | 'jsonl' | RefusedFormat;

/** How many first bytes `bookFormat` looks at; a smaller file is looked at as a whole. */
export const FORMAT_BYTES = 4096;

/**
 * A local entry, or the end record of an archive without entries (APPNOTE.TXT 4.3.7, 4.3.16). `PK`
 * alone may be a header cell.
 */
const ZIP = ['504b0304', '504b0506'];

/** First bytes in hexadecimal digits; a dot stands for any digit. */
const SIGNATURES: readonly (readonly [RefusedFormat, RegExp])[] = [
  ['pdf_file', /^255044462d/],
  ['image_file', /^(89504e470d0a|ffd8ff|47494638|49492a00|4d4d002a|52494646.{8}57454250)/],
  ['image_file', /^(424d.{8}00000000|.{8}66747970(68656963|61766966))/],
  ['compressed_file', /^(1f8b08|377abcaf271c|526172211a07|425a68|fd377a585a00|28b52ffd)/],
  ['old_workbook', /^09(0004|0206|0406|0808|0810)00/],
];
const SIGNATURE_BYTES = 16;

/** Excel's mark of an open workbook: 165 bytes, the user's name in two encodings. */
const OWNER_FILE_BYTES = 165;
const OWNER_NAME = 55;

/**
 * Tells the kind of a file by its first bytes. `start`: the first FORMAT_BYTES of the file; more
 * are not read. `delimiter`: what the sender says that delimits its cells, which may be a control
 * character. An empty file is a csv without rows.
 */
export function bookFormat(start: Uint8Array, delimiter?: string): BookFormat {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, FORMAT_BYTES));
  const signature = bytes.toString('hex', 0, SIGNATURE_BYTES);
  if (ZIP.some((magic) => signature.startsWith(magic))) return archiveFormat(bytes);
  if (signature.startsWith(OLE_MAGIC)) return oleFormat(bytes);
  if (isOwnerFile(bytes)) return 'owner_file';
  return SIGNATURES.find(([, shape]) => shape.test(signature))?.[0] ?? textFormat(bytes, delimiter);
}

function isOwnerFile(bytes: Buffer): boolean {
  const [length = 0] = bytes;
  return (
    bytes.length === OWNER_FILE_BYTES &&
    length > 0 &&
    length < OWNER_NAME &&
    bytes[OWNER_NAME] === length &&
    bytes[OWNER_NAME + 1] === 0
  );
}

/**
 * Control characters other than white space, and what no character is: packed bytes have one in
 * ten, text one by accident. A byte of 80 or more is a character of some encoding.
 */
const NO_TEXT = /(?![\t-\r])\p{Cc}|\ufffd/gu;
const NO_TEXT_BYTE = /(?![\t-\r\x80-\x9f])\p{Cc}/gu;
const MOST_ACCIDENTS = 0.02;

function textFormat(bytes: Buffer, delimiter = ','): BookFormat {
  const unicode = unicodeEncoding(bytes);
  // As a stream: the last character may be cut.
  const text =
    unicode === null
      ? bytes.toString('latin1')
      : new TextDecoder(unicode.encoding).decode(bytes, { stream: true });
  const strange = text
    .replaceAll(delimiter, ',')
    .match(unicode === null ? NO_TEXT_BYTE : NO_TEXT)?.length;
  if ((strange ?? 0) > 1 + text.length * MOST_ACCIDENTS) return 'unknown';
  return jsonFormat(text) ?? markupFormat(text) ?? 'csv';
}
