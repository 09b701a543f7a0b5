/** Numbers from ASCII digits, exact to the last bit (xsd:double, ECMA-376 part 1, 18.18.11 `n`). */

const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45] as const;
/** Below it one more digit still fits into 53 bits. */
const ROOM_FOR_DIGIT = (Number.MAX_SAFE_INTEGER - 9) / 10;
/**
 * Powers of ten that a double holds exactly: a whole number divided by one is rounded correctly.
 */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** NaN when the bytes are no number, or one beyond all doubles (`1e999`). */
export function parseNumber(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  let mantissa = 0;
  let places = -1;
  let at = negative ? start + 1 : start;
  if (at >= end) return Number.NaN;
  for (; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= NINE && mantissa <= ROOM_FOR_DIGIT) {
      mantissa = mantissa * 10 + (byte - ZERO);
      if (places >= 0) places += 1;
    } else if (byte === POINT && places < 0) places = 0;
    else return otherNumber(bytes, start, end);
  }
  const power = POWERS[places < 0 ? 0 : places];
  if (power === undefined || (places >= 0 && end - start === (negative ? 2 : 1)))
    return otherNumber(bytes, start, end);
  return negative ? -mantissa / power : mantissa / power;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** An exponent, or more digits than 53 bits hold. */
function otherNumber(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString('latin1', start, end).trim();
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : Number.NaN;
}
