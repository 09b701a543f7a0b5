/**
 * Attributes in their usual form, `name="value"` (XML 1.0, 3.1). Every other form is left to
 * JavaScript.
 */
import {
  APOSTROPHE,
  byteAt,
  COLON,
  EQUALS,
  GREATER,
  isDigit,
  LESS,
  QUOTE,
  SLASH,
  SPACE,
  ZERO,
} from './bytes';

/** Local name and value of the attribute that `attribute` read. */
export let nameStart: usize = 0;
export let nameLength: usize = 0;
export let valueStart: usize = 0;
export let valueEnd: usize = 0;

/** Returns the address behind the attribute, or 0 for another form. */
export function attribute(from: usize, end: usize): usize {
  let at = from;
  nameStart = at;
  for (; ; at += 1) {
    const byte = byteAt(at);
    if (byte === EQUALS) break;
    if (byte === COLON) nameStart = at + 1;
    if (byte <= SPACE || isMarkup(byte) || at >= end) return 0;
  }
  nameLength = at - nameStart;
  if (byteAt(at + 1) !== QUOTE) return 0;
  valueStart = at + 2;
  at = valueStart;
  for (; byteAt(at) !== QUOTE; at += 1) if (at >= end) return 0;
  valueEnd = at;
  return at + 1;
}

/** What no name holds; a quote would hide the end of the tag. */
function isMarkup(byte: u32): bool {
  return (
    byte === GREATER || byte === SLASH || byte === LESS || byte === QUOTE || byte === APOSTROPHE
  );
}

/** The value as a number of at most 9 digits; -1 for any other. */
export function wholeNumber(start: usize, end: usize): i32 {
  if (end === start || end - start > 9) return -1;
  let number: i32 = 0;
  for (let at = start; at < end; at += 1) {
    const byte = byteAt(at);
    if (!isDigit(byte)) return -1;
    number = number * 10 + ((byte - ZERO) as i32);
  }
  return number;
}
