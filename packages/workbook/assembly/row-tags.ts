/**
 * Tags of rows, and the markup that waits to be written until it is known what comes behind it: so
 * each piece of markup is one match.
 */
import { writeDigits } from './number';
import {
  addMatch,
  advanceTo,
  endOfBytes,
  lengthenMatch,
  positionOf,
  repeatedBehind,
} from './sequences';

/** `</v>`, `</c>` */
const VALUE_END: u32 = 0x3e762f3c;
const CELL_END: u32 = 0x3e632f3c;
/** `</row>` */
const ROW_END: u64 = 0x3e77_6f72_2f3c;
/** `<row`, ` r="` */
const ROW_START: u32 = 0x776f723c;
const ROW_NUMBER: u32 = 0x223d7220;
/** `">` */
const ROW_OPEN: u16 = 0x3e22;

/** What must be written before the next markup, as bits in this order. */
const END_OF_CELL: u32 = 1;
const END_OF_TAG: u32 = 2;
const END_OF_ROW: u32 = 4;

let waiting: u32 = 0;
let isRowOpen: bool = false;
let rowNumber: u32 = 0;
/** Digits of the row's number, the first one lowest. */
let digits: u64 = 0;
let digitCount: usize = 0;
const DIGITS: usize = memory.data(16, 16);
/** Position of the markup before the last row. */
let rowAt: u32 = 0;

export function resetTags(): void {
  waiting = 0;
  isRowOpen = false;
  rowAt = 0;
}

/** The next row is this one. */
export function setNextRow(row: u32): void {
  rowNumber = row - 1;
}

export function openRowNumber(): u32 {
  return rowNumber;
}

/** Digits of the open row's number. */
export function rowDigits(): u64 {
  return digits;
}

export function rowDigitCount(): usize {
  return digitCount;
}

/** The end of a cell waits. */
export function endCell(): void {
  waiting = END_OF_CELL;
}

/** Writes what waits. */
export function settle(): void {
  const end = endOfBytes();
  advanceTo(end + writeWaiting(end));
  waiting = 0;
}

/** Of what `settle` writes. */
export function waitingLength(): u32 {
  const cell: u32 = (waiting & END_OF_CELL) !== 0 ? 8 : 0;
  const tag: u32 = (waiting & END_OF_TAG) !== 0 ? 2 : 0;
  return cell + tag + ((waiting & END_OF_ROW) !== 0 ? 6 : 0);
}

/** Returns its length. Leaves it waiting. */
export function writeWaiting(to: usize): usize {
  let at = to;
  if ((waiting & END_OF_CELL) !== 0) {
    store<u32>(at, VALUE_END);
    store<u32>(at, CELL_END, 4);
    at += 8;
  }
  if ((waiting & END_OF_TAG) !== 0) {
    store<u16>(at, ROW_OPEN);
    at += 2;
  }
  if ((waiting & END_OF_ROW) !== 0) {
    store<u64>(at, ROW_END);
    at += 6;
  }
  return at - to;
}

/** Unless it is open. */
export function openRow(): void {
  if (isRowOpen) return;
  rowNumber += 1;
  digitCount = writeDigits(rowNumber, DIGITS) - DIGITS;
  digits = load<u64>(DIGITS);
  const start = endOfBytes();
  const at = start + writeWaiting(start);
  store<u32>(at, ROW_START);
  store<u32>(at, ROW_NUMBER, 4);
  store<u64>(at + 8, digits);
  const end = at + 8 + digitCount;
  const more = lengthenMatch(start, end - start);
  const from = start + more;
  addMatch(from, rowAt + (more as u32), repeatedBehind(from, rowAt, more, end - from));
  rowAt = positionOf(start);
  advanceTo(end);
  waiting = END_OF_TAG;
  isRowOpen = true;
}

export function closeRow(): void {
  isRowOpen = false;
  waiting |= END_OF_ROW;
}
