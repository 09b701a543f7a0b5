/**
 * Texts between tags, 16 bytes at once: where they end, and what they say (XML 1.0, 2.11 and 4.6).
 * A text with `_x` (ECMA-376 part 1, 22.9.2.19) and an unknown entity are left to JavaScript.
 */
import {
  AMPERSAND,
  byteAt,
  CARRIAGE_RETURN,
  HASH,
  isDigit,
  LESS,
  LETTER_X,
  LINE_FEED,
  SEMICOLON,
  UNDERSCORE,
  ZERO,
} from './bytes';
import { TEXT } from './memory';

const LAST_LATIN: u32 = 0xff;
const FIRST_BEYOND_UTF16: u32 = 0x10000;
const LAST_POINT: u32 = 0x10ffff;
const LONGEST_ENTITY: usize = 12;

let isPlain: bool = true;
/** End of the texts so far. */
let textEnd: usize = TEXT;
/** The text at hand: where it stands, in XML or TEXT, and whether it is UTF-16. */
export let start: usize = 0;
export let end: usize = 0;
export let isWide: bool = false;

export function clearTexts(): void {
  textEnd = TEXT;
}

/** Address of the next `<`, which may be beyond the bytes at hand. */
export function findTag(from: usize, limit: usize): usize {
  isPlain = true;
  for (let at = from; at < limit; at += 16) {
    const bytes = v128.load(at);
    const tags = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(LESS as i8)));
    const special = i8x16.bitmask(specials(bytes));
    if (tags !== 0) {
      if ((special & ((tags & -tags) - 1)) !== 0) isPlain = false;
      return at + (ctz(tags) as usize);
    }
    if (special !== 0) isPlain = false;
  }
  return limit;
}

/** What is not plain ASCII is negative. */
function specials(bytes: v128): v128 {
  const markup = v128.or(
    i8x16.eq(bytes, i8x16.splat(AMPERSAND as i8)),
    i8x16.eq(bytes, i8x16.splat(CARRIAGE_RETURN as i8)),
  );
  return v128.or(v128.or(bytes, markup), i8x16.eq(bytes, i8x16.splat(UNDERSCORE as i8)));
}

/** Takes the text that `findTag` passed; false when only JavaScript can read it. */
export function takeText(from: usize, limit: usize): bool {
  start = from;
  end = limit;
  isWide = false;
  return isPlain || decode(from, limit);
}

/**
 * Writes the text that `findTag` passed as UTF-8; returns the address behind it, or 0 when only
 * JavaScript can read the text.
 */
export function writeUtf8(from: usize, limit: usize, to: usize): usize {
  if (isPlain) {
    memory.copy(to, from, limit - from);
    return to + (limit - from);
  }
  while (from < limit) {
    const byte = byteAt(from);
    if (byte === AMPERSAND) {
      from = readEntity(from + 1, limit);
      // a character beyond ASCII has more bytes, and `_x` a meaning
      if (from === 0 || point >= 0x80 || point === LETTER_X) return 0;
      store<u8>(to, point);
      to += 1;
      continue;
    }
    if (byte === CARRIAGE_RETURN) return 0;
    if (byte === UNDERSCORE && from + 1 < limit && byteAt(from + 1) === LETTER_X) return 0;
    store<u8>(to, byte);
    from += 1;
    to += 1;
  }
  return to;
}

function decode(from: usize, limit: usize): bool {
  textEnd = (textEnd + 1) & ~(1 as usize);
  let to = textEnd;
  let units: u32 = 0;
  while (from < limit) {
    const bytes = v128.load(from);
    v128.store(to, i16x8.extend_low_i8x16_u(bytes));
    v128.store(to, i16x8.extend_high_i8x16_u(bytes), 16);
    const plain = min(ctz(i8x16.bitmask(specials(bytes)) | 0x10000) as usize, limit - from);
    from += plain;
    to += plain << 1;
    if (plain === 16 || from === limit) continue;
    const byte = byteAt(from);
    let unit = byte;
    if (byte >= 0x80) from = readCharacter(from, byte);
    else if (byte === AMPERSAND) from = readEntity(from + 1, limit);
    else {
      if (byte === UNDERSCORE && from + 1 < limit && byteAt(from + 1) === LETTER_X) return false;
      from += 1;
      if (byte === CARRIAGE_RETURN) {
        if (from < limit && byteAt(from) === LINE_FEED) continue;
        unit = LINE_FEED;
      }
      point = unit;
    }
    if (from === 0) return false;
    if (point === LETTER_X && to > textEnd && load<u16>(to - 2) === UNDERSCORE) return false;
    to = writePoint(to);
    units |= point;
  }
  start = textEnd;
  isWide = units > LAST_LATIN;
  end = isWide ? to : narrowed(start, to);
  textEnd = end;
  return true;
}

/** The character that was read. */
let point: u32 = 0;

/** Of valid UTF-8 (RFC 3629, 3). */
function readCharacter(at: usize, first: u32): usize {
  const second = byteAt(at + 1) & 0x3f;
  if (first < 0xe0) {
    point = ((first & 0x1f) << 6) | second;
    return at + 2;
  }
  const third = byteAt(at + 2) & 0x3f;
  if (first < 0xf0) {
    point = ((first & 0x0f) << 12) | (second << 6) | third;
    return at + 3;
  }
  point = ((first & 0x07) << 18) | (second << 12) | (third << 6) | (byteAt(at + 3) & 0x3f);
  return at + 4;
}

function writePoint(to: usize): usize {
  if (point < FIRST_BEYOND_UTF16) {
    store<u16>(to, point);
    return to + 2;
  }
  const rest = point - FIRST_BEYOND_UTF16;
  store<u16>(to, 0xd800 | (rest >> 10));
  store<u16>(to, 0xdc00 | (rest & 0x3ff), 2);
  return to + 4;
}

/** From behind the ampersand; 0 for an entity that JavaScript reads, or refuses. */
function readEntity(from: usize, limit: usize): usize {
  let semicolon = from;
  const last = min(limit, from + LONGEST_ENTITY);
  while (semicolon < last && byteAt(semicolon) !== SEMICOLON) semicolon += 1;
  if (semicolon === last) return 0;
  point =
    byteAt(from) === HASH
      ? numbered(from + 1, semicolon)
      : named(load<u32>(from), semicolon - from);
  const isSurrogate = (point & ~0x7ff) === 0xd800;
  return point === 0 || point > LAST_POINT || isSurrogate ? 0 : semicolon + 1;
}

/** `amp`, `lt` and the like as little-endian numbers. */
const AMP: u32 = 0x706d61;
const LT: u32 = 0x746c;
const GT: u32 = 0x7467;
const QUOT: u32 = 0x746f7571;
const APOS: u32 = 0x736f7061;

function named(name: u32, length: usize): u32 {
  if (length === 2) {
    name &= 0xffff;
    return name === LT ? 60 : name === GT ? 62 : 0;
  }
  if (length === 3) return (name & 0xffffff) === AMP ? AMPERSAND : 0;
  return length !== 4 ? 0 : name === QUOT ? 34 : name === APOS ? 39 : 0;
}

/** At most 9 digits of `10` or `xA`; 0 for any other. */
function numbered(from: usize, limit: usize): u32 {
  const isHex = byteAt(from) === LETTER_X;
  let at = isHex ? from + 1 : from;
  if (at === limit || limit - at > 9) return 0;
  let number: u32 = 0;
  for (; at < limit; at += 1) {
    const byte = byteAt(at);
    const letter = (byte | 32) - 97;
    if (isDigit(byte)) number = number * (isHex ? 16 : 10) + (byte - ZERO);
    else if (isHex && letter < 6) number = (number << 4) + 10 + letter;
    else return 0;
    if (number > LAST_POINT) return 0;
  }
  return number;
}

/** UTF-16 to Latin-1 in its own place; returns the new end. */
function narrowed(from: usize, limit: usize): usize {
  let to = from;
  for (let at = from; at < limit; at += 32) {
    v128.store(to, i8x16.narrow_i16x8_u(v128.load(at), v128.load(at, 16)));
    to += 16;
  }
  return from + ((limit - from) >> 1);
}
