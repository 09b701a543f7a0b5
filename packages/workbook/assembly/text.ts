/**
 * Text as XML (XML 1.0, 2.2; ECMA-376 part 1, 22.9.2.19 ST_Xstring): 16 characters at once, and
 * entities where they must be. Each function returns the address behind the text, or 0 for a text
 * that only the ordinary writer can write: one that XML cannot hold as it is.
 */

const TAB: u32 = 9;
const LINE_FEED: u32 = 10;
const RETURN: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;
const AMPERSAND: u32 = 38;
const LESS: u32 = 60;
const GREATER: u32 = 62;
const UNDERSCORE: u32 = 95;
const LETTER_X: u32 = 120;
/** First byte of U+F000 to U+FFFF in UTF-8, of which XML cannot hold U+FFFE and U+FFFF. */
const FIRST_OF_FFFE: u32 = 0xef;
const MIDDLE_OF_FFFE: u32 = 0xbf;
const LAST_OF_FFFE: u32 = 0xbe;

/** Units of UTF-16. */
export function writeUtf16(from: usize, end: usize, to: usize): usize {
  while (true) {
    const bytes = i8x16.narrow_i16x8_u(v128.load(from), v128.load(from, 16));
    v128.store(to, bytes);
    const left = (end - from) >> 1;
    // what is not ASCII is negative
    const special = i8x16.lt_s(bytes, i8x16.splat(SPACE as i8));
    const plain = leadingPlain(v128.or(special, markup(bytes)), left);
    to += plain;
    from += plain << 1;
    if (plain === left) return to;
    if (plain === 16) continue;
    const unit = load<u16>(from) as u32;
    from += 2;
    if (unit >= 0x80) {
      to = writeBeyondAscii(unit, from, end, to);
      from = readTo;
    } else if (unit === UNDERSCORE && from < end && load<u16>(from) === LETTER_X) return 0;
    else to = writeSpecial(unit, to);
    if (to === 0) return 0;
  }
}

/** Bytes of valid UTF-8. */
export function writeUtf8(from: usize, end: usize, to: usize): usize {
  while (true) {
    const bytes = v128.load(from);
    v128.store(to, bytes);
    const control = i8x16.lt_u(bytes, i8x16.splat(SPACE as i8));
    const unclear = i8x16.eq(bytes, i8x16.splat(FIRST_OF_FFFE as i8));
    const special = v128.or(v128.or(control, unclear), markup(bytes));
    const plain = leadingPlain(special, end - from);
    to += plain;
    from += plain;
    if (from === end) return to;
    if (plain === 16) continue;
    const byte = load<u8>(from) as u32;
    from += 1;
    if (byte === FIRST_OF_FFFE) {
      if (load<u8>(from) === MIDDLE_OF_FFFE && load<u8>(from, 1) >= LAST_OF_FFFE) return 0;
      store<u8>(to, byte);
      to += 1;
    } else if (byte === UNDERSCORE && from < end && load<u8>(from) === LETTER_X) return 0;
    else to = writeSpecial(byte, to);
    if (to === 0) return 0;
  }
}

/** Lanes of `"`, `&`, `<`, `>` and `_`. */
function markup(bytes: v128): v128 {
  // each pair differs in one bit
  const quotes = i8x16.eq(
    v128.and(bytes, i8x16.splat(~(QUOTE ^ AMPERSAND) as i8)),
    i8x16.splat(QUOTE as i8),
  );
  const brackets = i8x16.eq(
    v128.and(bytes, i8x16.splat(~(LESS ^ GREATER) as i8)),
    i8x16.splat(LESS as i8),
  );
  return v128.or(v128.or(quotes, brackets), i8x16.eq(bytes, i8x16.splat(UNDERSCORE as i8)));
}

/** Lanes before the first special one, at most `left`. */
function leadingPlain(special: v128, left: usize): usize {
  const mask = i8x16.bitmask(special) | 0x10000;
  return min(left, ctz(mask) as usize);
}

/** Where the text goes on that `writeBeyondAscii` has read. */
let readTo: usize = 0;

/** Units beyond ASCII, until another one or the end comes. */
function writeBeyondAscii(first: u32, from: usize, end: usize, to: usize): usize {
  let unit = first;
  while (true) {
    if (unit < 0x800) {
      store<u8>(to, 0xc0 | (unit >> 6));
      store<u8>(to, 0x80 | (unit & 63), 1);
      to += 2;
    } else if (unit < 0xd800 || (unit >= 0xe000 && unit < 0xfffe)) {
      store<u8>(to, 0xe0 | (unit >> 12));
      store<u8>(to, 0x80 | ((unit >> 6) & 63), 1);
      store<u8>(to, 0x80 | (unit & 63), 2);
      to += 3;
    } else {
      const low = from < end ? (load<u16>(from) as u32) : 0;
      if (unit >= 0xdc00 || (low & 0xfc00) !== 0xdc00) return 0;
      from += 2;
      const point = (((unit & 0x3ff) << 10) | (low & 0x3ff)) + 0x10000;
      store<u8>(to, 0xf0 | (point >> 18));
      store<u8>(to, 0x80 | ((point >> 12) & 63), 1);
      store<u8>(to, 0x80 | ((point >> 6) & 63), 2);
      store<u8>(to, 0x80 | (point & 63), 3);
      to += 4;
    }
    readTo = from;
    if (from === end) return to;
    unit = load<u16>(from) as u32;
    if (unit < 0x80) return to;
    from += 2;
  }
}

/** An ASCII character that does not stand for itself, `_`, tab or line feed. */
function writeSpecial(code: u32, to: usize): usize {
  if (code === UNDERSCORE || code === TAB || code === LINE_FEED) {
    store<u8>(to, code);
    return to + 1;
  }
  if (code === AMPERSAND) return writeEntity(0x3b_706d_61, 5, to);
  if (code === LESS) return writeEntity(0x3b_746c, 4, to);
  if (code === GREATER) return writeEntity(0x3b_7467, 4, to);
  if (code === QUOTE) return writeEntity(0x3b_74_6f_75_71, 6, to);
  if (code === RETURN) return writeEntity(0x3b_33_31_23, 5, to);
  return 0;
}

/** `&` and what comes behind it, its first character lowest. */
function writeEntity(rest: u64, length: usize, to: usize): usize {
  store<u64>(to, (rest << 8) | AMPERSAND);
  return to + length;
}
