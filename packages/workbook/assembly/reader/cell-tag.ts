/** The opening tags of rows and cells (ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c). */
import { attribute, nameLength, nameStart, valueEnd, valueStart, wholeNumber } from './attributes';
import { byteAt, GREATER, isSpace, SLASH, ZERO } from './bytes';

const LETTER_B: u32 = 98;
const LETTER_F: u32 = 70;
const LETTER_H: u32 = 104;
const LETTER_I: u32 = 105;
const LETTER_N: u32 = 110;
const LETTER_R: u32 = 114;
const LETTER_S: u32 = 115;
const LETTER_T: u32 = 116;
const UPPER_A: u32 = 65;
const MAX_COLUMNS: i32 = 16384;
const MAX_ROWS: i32 = 1048576;
/** Lengths of `hidden` and `customFormat`, and which letter of the latter is its F. */
const HIDDEN_LENGTH: usize = 6;
const CUSTOM_LENGTH: usize = 12;
const CUSTOM_F: usize = 6;

/** How a value is written, by the first letter of `t`. */
export const TYPE_NUMBER: u32 = 0;
export const TYPE_SHARED: u32 = 1;
export const TYPE_TEXT: u32 = 2;
export const TYPE_BOOLEAN: u32 = 3;

/** Of the tag that was read. */
export let column: i32 = 0;
export let style: i32 = 0;
export let type: u32 = 0;
export let rowNumber: i32 = 0;

/** Returns the address of the `>` or `/` that ends the tag, or 0 for an odd tag. */
export function cellTag(from: usize, end: usize, row: i32, before: i32): usize {
  column = before + 1;
  style = -1;
  type = TYPE_NUMBER;
  let at = from;
  while (true) {
    const byte = byteAt(at);
    if (byte === GREATER || byte === SLASH) return column < MAX_COLUMNS ? at : 0;
    if (isSpace(byte)) {
      at += 1;
      continue;
    }
    at = attribute(at, end);
    if (at === 0) return 0;
    if (nameLength === 1 && !readCellAttribute(byteAt(nameStart), row)) return 0;
  }
}

function readCellAttribute(name: u32, row: i32): bool {
  if (name === LETTER_R) return readReference(row);
  if (name === LETTER_T) return readType();
  if (name === LETTER_S) {
    style = wholeNumber(valueStart, valueEnd);
    return style >= 0;
  }
  return true;
}

function readReference(row: i32): bool {
  let at = valueStart;
  let letters: i32 = 0;
  for (; at < valueEnd; at += 1) {
    const letter = byteAt(at) - UPPER_A;
    if (letter >= 26) break;
    letters = letters * 26 + (letter as i32) + 1;
    if (letters > MAX_COLUMNS) return false;
  }
  column = letters - 1;
  return letters > 0 && wholeNumber(at, valueEnd) === row;
}

function readType(): bool {
  const first = byteAt(valueStart);
  const length = valueEnd - valueStart;
  if (length === 0) return false;
  if (first === LETTER_S) type = length === 1 ? TYPE_SHARED : TYPE_TEXT;
  else if (first === LETTER_I) type = TYPE_TEXT;
  else if (first === LETTER_B) type = TYPE_BOOLEAN;
  else if (first === LETTER_N) type = TYPE_NUMBER;
  else return false;
  return true;
}

/** The same; a tag without a number that follows `before`, hidden or with a style, is odd. */
export function rowTag(from: usize, end: usize, before: i32): usize {
  rowNumber = 0;
  let at = from;
  while (true) {
    const byte = byteAt(at);
    if (byte === GREATER) return rowNumber > before && rowNumber <= MAX_ROWS ? at : 0;
    if (isSpace(byte)) {
      at += 1;
      continue;
    }
    if (byte === SLASH) return 0;
    at = attribute(at, end);
    if (at === 0 || !readRowAttribute(byteAt(nameStart))) return 0;
  }
}

function readRowAttribute(name: u32): bool {
  if (nameLength === 1) {
    if (name === LETTER_R && byteAt(valueStart) !== ZERO)
      rowNumber = wholeNumber(valueStart, valueEnd);
    return name !== LETTER_S && (name !== LETTER_R || rowNumber > 0);
  }
  if (nameLength === HIDDEN_LENGTH) return name !== LETTER_H;
  return nameLength !== CUSTOM_LENGTH || byteAt(nameStart + CUSTOM_F) !== LETTER_F;
}
