/** What a call found, in the areas of memory.ts. */
import { AFTERS, COLUMNS, ENDS, FIRSTS, KINDS, MAX_FOUND, NUMBERS, STARTS, STYLES } from './memory';

/** As `FOUND` of src/read/cell-runs.ts. */
export const ROW_OPEN: u32 = 0;
export const ROW_CLOSE: u32 = 1;
export const NUMBER: u32 = 2;
/** Digits that JavaScript reads: an exponent, or more of them than a double holds. */
export const DIGITS: u32 = 3;
export const SHARED: u32 = 4;
export const BOOLEAN: u32 = 5;
/** A text of Latin-1 or of UTF-16; the inline ones are two further. */
export const LATIN: u32 = 6;
export const WIDE: u32 = 7;
export const INLINE: u32 = 2;

export let count: i32 = 0;

export function clearFound(): void {
  count = 0;
}

export function isFull(): bool {
  return count === MAX_FOUND;
}

/** Adds an entry; returns its index. */
export function found(kind: u32, column: i32, number: f64, after: usize): void {
  const index = count as usize;
  store<u8>(KINDS + index, kind);
  store<i32>(COLUMNS + (index << 2), column);
  store<f64>(NUMBERS + (index << 3), number);
  store<u32>(AFTERS + (index << 2), after as u32);
  count += 1;
}

/** Of the entry that `found` adds next. */
export function describe(style: i32, start: usize, end: usize, first: u32): void {
  const index = count as usize;
  store<i32>(STYLES + (index << 2), style);
  store<u32>(STARTS + (index << 2), start as u32);
  store<u32>(ENDS + (index << 2), end as u32);
  store<u8>(FIRSTS + index, first);
}
