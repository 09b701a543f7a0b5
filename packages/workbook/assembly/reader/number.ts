/** Numbers from digits (as src/read/parse-number.ts, which reads what this does not). */
import { byteAt, isDigit, ZERO } from './bytes';

const MINUS: u32 = 45;
const PLUS: u32 = 43;
const POINT: u32 = 46;
const LETTER_E: u32 = 101;
const TO_LOWER: u32 = 32;
/** Below it one more digit still fits into 53 bits. */
const ROOM_FOR_DIGIT: u64 = 900719925474098;
const POWERS: usize = memory.data(8 * 23, 16);
const MAX_POWER: i32 = 22;
/** Longer texts of digits are left to the ordinary parser. */
const MAX_DIGITS: usize = 64;

let power: f64 = 1;
for (let exponent = 0; exponent <= MAX_POWER; exponent += 1) {
  store<f64>(POWERS + (exponent << 3), power);
  power *= 10;
}

/** What `readNumber` read. */
export let value: f64 = 0;

/**
 * True when the digits are read exactly: the quotient of two exact numbers is rounded correctly.
 */
export function readNumber(start: usize, end: usize): bool {
  const isNegative = byteAt(start) === MINUS;
  let at = isNegative ? start + 1 : start;
  let mantissa: u64 = 0;
  let places: i32 = -1;
  let digits: i32 = 0;
  for (; at < end; at += 1) {
    const byte = byteAt(at);
    if (isDigit(byte)) {
      if (mantissa > ROOM_FOR_DIGIT) return false;
      mantissa = mantissa * 10 + ((byte - ZERO) as u64);
      digits += 1;
      if (places >= 0) places += 1;
    } else if (byte === POINT && places < 0) places = 0;
    else return false;
  }
  if (digits === 0 || places > MAX_POWER) return false;
  const quotient = (mantissa as f64) / load<f64>(POWERS + (max(places, 0) << 3));
  value = isNegative ? -quotient : quotient;
  return true;
}

/** Whether these are characters of a number, which JavaScript then reads. */
export function areDigits(start: usize, end: usize): bool {
  if (end - start > MAX_DIGITS) return false;
  for (let at = start; at < end; at += 1) {
    const byte = byteAt(at);
    const isKnown =
      isDigit(byte) ||
      byte === POINT ||
      byte === MINUS ||
      byte === PLUS ||
      (byte | TO_LOWER) === LETTER_E;
    if (!isKnown) return false;
  }
  return true;
}
