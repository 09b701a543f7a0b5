/** Bytes of XML by their names. */
export const CARRIAGE_RETURN: u32 = 13;
export const LINE_FEED: u32 = 10;
export const SPACE: u32 = 32;
export const QUOTE: u32 = 34;
export const HASH: u32 = 35;
export const AMPERSAND: u32 = 38;
export const APOSTROPHE: u32 = 39;
export const SLASH: u32 = 47;
export const ZERO: u32 = 48;
export const COLON: u32 = 58;
export const SEMICOLON: u32 = 59;
export const LESS: u32 = 60;
export const EQUALS: u32 = 61;
export const GREATER: u32 = 62;
export const UNDERSCORE: u32 = 95;
export const LETTER_X: u32 = 120;

export function byteAt(address: usize): u32 {
  return load<u8>(address) as u32;
}

export function isSpace(byte: u32): bool {
  return byte === SPACE || byte - 9 < 5;
}

export function isDigit(byte: u32): bool {
  return byte - ZERO < 10;
}
