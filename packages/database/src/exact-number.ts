/**
 * Decimal digits of a database as a number where no digit is lost. Used by adapters and exports.
 */

/** Digits that a double keeps exactly. */
const EXACT_DIGITS = 15;

/** A number when at most 15 digits count, else the text. */
export function parseExact(text: string): number | string {
  if (text.length <= EXACT_DIGITS) return Number(text);
  return countingDigits(text) <= EXACT_DIGITS ? Number(text) : text;
}

/** Zeros before the first digit do not count, nor do those at the end of a fraction. */
function countingDigits(text: string): number {
  const shown = text.includes('.') ? text.replace(/0+$/, '') : text;
  return shown.replace(/[^0-9]/g, '').replace(/^0+/, '').length;
}
