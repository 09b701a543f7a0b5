/** Decimal digits of a database as a number where no digit is lost. Used by adapters. */

/** Digits that a double keeps exactly. */
const EXACT_DIGITS = 15;

/** A number when at most 15 digits count, else the text. */
export function parseExact(text: string): number | string {
  if (text.length <= EXACT_DIGITS) return Number(text);
  const digits = text.replace(/[^0-9]/g, '').replace(/^0+/, '').length;
  return digits <= EXACT_DIGITS ? Number(text) : text;
}
