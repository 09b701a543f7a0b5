/**
 * Rows and cells in their usual forms, one after the other, until one is odd or the bytes end: an
 * odd element is left whole to JavaScript, which reads it and calls again.
 */

import { wholeNumber } from './attributes';
import { byteAt, GREATER, isSpace, SLASH, ZERO } from './bytes';
import {
  cellTag,
  rowNumber,
  rowTag,
  style,
  TYPE_BOOLEAN,
  TYPE_NUMBER,
  TYPE_SHARED,
  TYPE_TEXT,
  column as tagColumn,
  type,
} from './cell-tag';
import {
  BOOLEAN,
  clearFound,
  count,
  DIGITS,
  describe,
  found,
  INLINE,
  isFull,
  LATIN,
  NUMBER,
  ROW_CLOSE,
  ROW_OPEN,
  SHARED,
  WIDE,
} from './found';
import { areDigits, readNumber, value } from './number';
import { isPreserving, PRESERVE_BYTES } from './preserve';
import { clearTexts, findTag, isWide, takeText, end as textEnd, start as textStart } from './text';

/** Names of tags as little-endian numbers. */
const ROW: u32 = 0x776f723c; // <row
const ROW_END: u64 = 0x3e776f722f3c; // </row>
const CELL: u32 = 0x633c; // <c
const CELL_END: u32 = 0x3e632f3c; // </c>
const VALUE: u32 = 0x3e763c; // <v>
const VALUE_TAG: u32 = 0x20763c; // <v and a space
const VALUE_END: u32 = 0x3e762f3c; // </v>
const INLINE_OPEN: u64 = 0x743c3e73693c; // <is><t
const INLINE_CLOSE: u64 = 0x2f3c3e742f3c; // </t></
const IS_CLOSE: u64 = 0x2f3c3e7369; // is></
const CELL_NAME: u32 = 0x3e63; // c>
let at: usize = 0;
let end: usize = 0;
let row: i32 = 0;
let column: i32 = 0;
let isInRow: bool = false;
let longestInline: usize = 0;

/** Address of the first byte that was not read. */
export function readTo(): usize {
  return at;
}

/** Whether that byte stands within a row. */
export function inRow(): bool {
  return isInRow;
}

/** Column of the last cell. */
export function lastColumn(): i32 {
  return column;
}

/**
 * From a place in a row, after a cell in `before` (-1: none), or between rows; counts the finds.
 */
export function readRows(from: usize, limit: usize, number: i32, before: i32, within: bool): i32 {
  clearFound();
  clearTexts();
  at = from;
  end = limit;
  row = number;
  column = before;
  isInRow = within;
  while (!isFull() && (isInRow ? readInRow() : readRowTag())) {}
  return count;
}

/** Inline texts of more bytes are left to JavaScript. */
export function setLongestInline(bytes: usize): void {
  longestInline = bytes;
}

/** Spaces are passed only with what follows them. */
function behindSpaces(): usize {
  let from = at;
  while (from < end && isSpace(byteAt(from))) from += 1;
  return from;
}

function readRowTag(): bool {
  const start = behindSpaces();
  if (load<u32>(start) !== ROW || !isSpace(byteAt(start + 4))) return false;
  const close = rowTag(start + 4, end, row);
  if (close === 0 || close >= end) return false;
  at = close + 1;
  found(ROW_OPEN, column, rowNumber as f64, at);
  row = rowNumber;
  column = -1;
  isInRow = true;
  return true;
}

function readInRow(): bool {
  const start = behindSpaces();
  if ((load<u32>(start) & 0xffff) === CELL) return readCell(start);
  if ((load<u64>(start) & 0xffffffffffff) !== ROW_END || start + 6 > end) return false;
  at = start + 6;
  found(ROW_CLOSE, column, 0, at);
  isInRow = false;
  return true;
}

function readCell(start: usize): bool {
  const behindName = byteAt(start + 2);
  if (!isSpace(behindName) && behindName !== GREATER && behindName !== SLASH) return false;
  const close = cellTag(start + 2, end, row, column);
  if (close === 0) return false;
  if (byteAt(close) === SLASH) return takeEmpty(close + 1);
  const value = close + 1;
  const open = load<u32>(value);
  if ((open & 0xffffff) === VALUE) return readValue(value + 3);
  if ((load<u64>(value) & 0xffffffffffff) === INLINE_OPEN) return readInline(value + 6);
  if ((open & 0xffffff) === VALUE_TAG && type === TYPE_TEXT && isPreserving(value + 2))
    return readValue(value + 2 + PRESERVE_BYTES);
  return open === CELL_END && takeTo(value + 4);
}

function takeEmpty(greater: usize): bool {
  return byteAt(greater) === GREATER && takeTo(greater + 1);
}

/** A cell without a value. */
function takeTo(after: usize): bool {
  if (after > end) return false;
  at = after;
  column = tagColumn;
  return true;
}

function readValue(from: usize): bool {
  const tag = findTag(from, end);
  const after = tag + 8;
  if (after > end || load<u32>(tag) !== VALUE_END || load<u32>(tag, 4) !== CELL_END) return false;
  if (type === TYPE_TEXT) return takeText(from, tag) && addText(0, byteAt(from), after);
  if (from === tag) return takeTo(after);
  if (type === TYPE_NUMBER) return addNumber(from, tag, after);
  if (type === TYPE_SHARED) return addWhole(SHARED, wholeNumber(from, tag), after);
  if (type !== TYPE_BOOLEAN) return false;
  return tag - from === 1 && byteAt(from) - ZERO < 2 && addFlag(byteAt(from) - ZERO, after);
}

function readInline(from: usize): bool {
  let text = from + 1;
  if (byteAt(from) !== GREATER) {
    if (!isPreserving(from)) return false;
    text = from + PRESERVE_BYTES;
  }
  const tag = findTag(text, end);
  const after = tag + 13;
  if (after > end || tag - text > longestInline) return false;
  if ((load<u64>(tag) & 0xffffffffffff) !== INLINE_CLOSE) return false;
  if ((load<u64>(tag + 6) & 0xffffffffff) !== IS_CLOSE || load<u16>(tag + 11) !== CELL_NAME)
    return false;
  return takeText(text, tag) && addText(INLINE, byteAt(text), after);
}

function addText(offset: u32, first: u32, after: usize): bool {
  describe(style, textStart, textEnd, first);
  return add((isWide ? WIDE : LATIN) + offset, 0, after);
}

function addNumber(start: usize, limit: usize, after: usize): bool {
  describe(style, start, limit, 0);
  if (readNumber(start, limit)) return add(NUMBER, value, after);
  return areDigits(start, limit) && add(DIGITS, 0, after);
}

function addWhole(kind: u32, number: i32, after: usize): bool {
  describe(style, 0, 0, 0);
  return number >= 0 && add(kind, number as f64, after);
}

function addFlag(flag: u32, after: usize): bool {
  describe(style, 0, 0, 0);
  return add(BOOLEAN, flag as f64, after);
}

function add(kind: u32, number: f64, after: usize): bool {
  found(kind, tagColumn, number, after);
  at = after;
  column = tagColumn;
  return true;
}
