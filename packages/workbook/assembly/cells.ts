/**
 * Rows of cells as XML, with the matches that the markup is known to have. What a cell repeats is
 * looked for where it should stand: in the cell above, or in a cell of the same row whose value has
 * the same markup. Bytes are always compared, so a wrong guess costs size alone.
 */

import { search, searchValue } from './matcher';
import {
  CELL_AT,
  COLUMN_KINDS,
  COLUMN_MARKUPS,
  COLUMN_PLACES,
  COLUMN_STARTS,
  ENDS,
  MARKUP_AT,
  MARKUPS,
  MAX_COLUMNS,
  MAX_MARKUPS,
  NUMBERS,
  RAW,
  ROW_CELLS,
  STARTS,
  TEXT,
  TYPES,
  VALUES,
} from './memory';
import { writeDecimalDigits, writeNumber, writeSerial } from './number';
import {
  closeRow,
  endCell,
  openRow,
  openRowNumber,
  rowDigitCount,
  rowDigits,
  setNextRow,
  settle,
  writeWaiting,
} from './row-tags';
import {
  addMatch,
  advanceTo,
  endOfBytes,
  isBlockFull,
  lengthenMatch,
  positionOf,
  repeated,
  repeatedBehind,
} from './sequences';
import { writeUtf8, writeUtf16 } from './text';

/** Types of cells, dates for the rest; see src/encode/cell-types.ts. */
const BLANK: u32 = 0;
const TEXT_CELL: u32 = 1;
const NUMBER_CELL: u32 = 2;
const BOOLEAN_CELL: u32 = 3;
const ODD_CELL: u32 = 5;
/** Kinds of columns whose values are bytes, digits for the rest. */
const TEXT_BYTES: u32 = 1;
const BOOLEAN_BYTES: u32 = 3;
/** What `encodeRows` answers. */
const DONE: i32 = 0;
const ODD: i32 = 1;
const FULL: i32 = 2;
/** Places of the markup of a column. */
const TEXT_MARKUP: usize = 0;
const SPACED_MARKUP: usize = 1;
const NUMBER_MARKUP: usize = 2;
const BOOLEAN_MARKUP: usize = 3;
const DATE_MARKUP: usize = 4;
/** Outer white space is kept in elements that say so. */
const SPACE: u32 = 32;

const MAX_TEXT_BYTES: usize = 32767;
const TRUE: u32 = 116;
const ZERO: u32 = 48;

let rows: u32 = 0;
let row: u32 = 0;
let column: usize = 0;
let cell: usize = 0;
let text: usize = TEXT;
let stride: usize = 0;
let valuesShift: usize = 0;

export function resetCells(): void {
  lastCell = 0;
  rows = row = 0;
  column = cell = 0;
  memory.fill(CELL_AT, 0, 8 * MAX_COLUMNS);
  memory.fill(MARKUP_AT, 0, 16 * MAX_MARKUPS);
}

/**
 * Begins rows whose cells stand in the areas. Of columns of bytes, each row has `rowValues` values;
 * the offset `valuesStart` stands first in the area.
 */
export function beginRows(firstRow: u32, count: u32, rowValues: u32, valuesStart: u32): void {
  setNextRow(firstRow);
  rows = count;
  row = 0;
  column = cell = 0;
  text = TEXT;
  stride = rowValues;
  valuesShift = VALUES - (valuesStart as usize);
}

/**
 * Goes on with the rows: DONE; FULL, when the block is to be written; or ODD at a cell that is
 * given as raw XML.
 */
export function encodeRows(): i32 {
  while (row < rows) {
    const cells = load<u32>(ROW_CELLS + ((row as usize) << 2)) as usize;
    openRow();
    while (column < cells) {
      if (isBlockFull()) return FULL;
      if (!writeCell()) return ODD;
      column += 1;
      cell += 1;
    }
    closeRow();
    row += 1;
    column = 0;
  }
  return DONE;
}

export function oddRow(): u32 {
  return row;
}

export function oddColumn(): u32 {
  return column as u32;
}

/** The odd cell as XML; the rows go on behind it. */
export function writeOdd(length: u32): void {
  writeRaw(length);
  if (load<u8>(COLUMN_KINDS + column) === 0 && load<u8>(TYPES + cell) === TEXT_CELL)
    text += (load<f64>(NUMBERS + (cell << 3)) as usize) << 1;
  column += 1;
  cell += 1;
}

/** XML from the area RAW. */
export function writeRaw(length: u32): void {
  settle();
  const start = endOfBytes();
  memory.copy(start, RAW, length);
  advanceTo(start + (length as usize));
  search(start, start + (length as usize));
}

/** False: the cell is odd, and nothing of it was written. */
function writeCell(): bool {
  const kind = column < (MAX_COLUMNS as usize) ? (load<u8>(COLUMN_KINDS + column) as u32) : 0;
  if (kind !== 0) return writeBytesCell(kind);
  const type = load<u8>(TYPES + cell) as u32;
  if (type === BLANK) return true;
  if (type === ODD_CELL) return false;
  const number = load<f64>(NUMBERS + (cell << 3));
  if (type === TEXT_CELL) {
    const units = number as usize;
    const end = text + (units << 1);
    const isSpaced = units > 0 && (load<u16>(text) <= SPACE || load<u16>(end - 2) <= SPACE);
    const valueAt = openCell(isSpaced ? SPACED_MARKUP : TEXT_MARKUP);
    if (!addCell(writeUtf16(text, end, valueAt))) return false;
    text = end;
    return true;
  }
  if (type === NUMBER_CELL) return addCell(writeNumber(number, openCell(NUMBER_MARKUP)));
  if (type === BOOLEAN_CELL) return addCell(writeBoolean(number !== 0, openCell(BOOLEAN_MARKUP)));
  return addCell(writeSerial(number, openCell(DATE_MARKUP)));
}

function writeBytesCell(kind: u32): bool {
  const value = (row as usize) * stride + (load<u16>(COLUMN_PLACES + (column << 1)) as usize);
  const start = load<i32>(STARTS + (value << 2));
  const end = load<i32>(ENDS + (value << 2));
  if (start === -1 || end <= start) return true;
  const from = (start as usize) + valuesShift;
  const length = (end - start) as usize;
  if (kind === TEXT_BYTES) {
    if (length > MAX_TEXT_BYTES) return false;
    const to = from + length;
    const isSpaced = load<u8>(from) <= SPACE || load<u8>(to - 1) <= SPACE;
    return addCell(writeUtf8(from, to, openCell(isSpaced ? SPACED_MARKUP : TEXT_MARKUP)));
  }
  if (kind === BOOLEAN_BYTES)
    return addCell(writeBoolean(load<u8>(from) === TRUE, openCell(BOOLEAN_MARKUP)));
  return addCell(writeDecimalDigits(from, length, openCell(NUMBER_MARKUP)));
}

function writeBoolean(value: bool, to: usize): usize {
  store<u8>(to, ZERO + (value ? 1 : 0));
  return to + 1;
}

/** Of the cell that is being written: where its parts begin. */
let cellStart: usize = 0;
let numberStart: usize = 0;
let markupStart: usize = 0;
let valueStart: usize = 0;
let markup: usize = 0;
/** Position of the last cell. */
let lastCell: u32 = 0;

/** Writes the markup before the value; returns where the value goes. */
function openCell(place: usize): usize {
  cellStart = endOfBytes();
  let at = cellStart + writeWaiting(cellStart);
  const start = COLUMN_STARTS + (column << 4);
  v128.store(at, v128.load(start));
  at += load<u8>(start, 15);
  numberStart = at;
  store<u64>(at, rowDigits());
  at += rowDigitCount();
  markupStart = at;
  markup = load<u8>(COLUMN_MARKUPS + (column << 3) + place);
  const source = MARKUPS + (markup << 6);
  v128.store(at, v128.load(source));
  v128.store(at, v128.load(source, 16), 16);
  v128.store(at, v128.load(source, 32), 32);
  valueStart = at + load<u8>(source, 63);
  return valueStart;
}

/** Adds the matches of a cell whose value is written; false when it could not be (`end` is 0). */
function addCell(end: usize): bool {
  if (end === 0) return false;
  const above = CELL_AT + (column << 3);
  const beside = MARKUP_AT + (markup << 4);
  const same = repeated(markupStart, load<u32>(above, 4), end - markupStart);
  let alike: usize = 0;
  if (load<u32>(beside) === openRowNumber())
    alike = repeated(numberStart, load<u32>(beside, 4), end - numberStart);
  const isValueAbove = same > valueStart - markupStart + 1;
  const known =
    alike > 0 && (!isValueAbove || alike > same + rowDigitCount())
      ? matchBeside(above, beside, alike)
      : matchAbove(above, beside, same, end);
  store<u32>(above, positionOf(cellStart));
  store<u32>(above, positionOf(markupStart), 4);
  store<u32>(beside, openRowNumber());
  store<u32>(beside, positionOf(numberStart), 4);
  store<u32>(beside, positionOf(markupStart), 8);
  lastCell = positionOf(cellStart);
  advanceTo(end);
  endCell();
  searchValue(max(known, valueStart), end, column);
  return true;
}

/** The cell above has the same column, and often the same digits, markup and start of value. */
function matchAbove(above: usize, beside: usize, same: usize, end: usize): usize {
  matchStart(load<u32>(above), markupStart);
  if (same >= valueStart - markupStart) {
    addMatch(markupStart, load<u32>(above, 4), same);
    return markupStart + same;
  }
  const position = load<u32>(beside, 8);
  const length = repeated(markupStart, position, end - markupStart);
  addMatch(markupStart, position, length);
  return markupStart + length;
}

/** A cell of the same row has all digits and the same markup. */
function matchBeside(above: usize, beside: usize, alike: usize): usize {
  matchStart(load<u32>(above), numberStart);
  addMatch(numberStart, load<u32>(beside, 4), alike);
  return numberStart + alike;
}

/** The markup before the digits, as above; out of its reach, that of the cell before. */
function matchStart(above: u32, end: usize): void {
  const more = lengthenMatch(cellStart, end - cellStart);
  const start = cellStart + more;
  const length = repeatedBehind(start, above, more, end - start);
  if (length > 2) addMatch(start, above + (more as u32), length);
  else if (start < numberStart) {
    const some = repeatedBehind(start, lastCell, more, numberStart - start);
    addMatch(start, lastCell + (more as u32), some);
  }
}
