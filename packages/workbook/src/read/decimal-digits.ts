/**
 * Decimal digits of a number as Excel shows it: 15 significant digits, and halves rounded away from
 * zero. Used by the reader, and by shown-number.ts for number formats.
 */

const SIGNIFICANT = 15;
/** Beyond this, 15 digits may round to Infinity. */
const LARGEST = 1.797e308;

/**
 * The number that 15 significant digits tell: 3.3 of 3.3000000000000003. Whole numbers up to 2^53
 * are exact and stay.
 */
export const rounded = (value: number): number =>
  Number.isSafeInteger(value) || Math.abs(value) > LARGEST
    ? value
    : Number(value.toPrecision(SIGNIFICANT));

/** What the format `General` shows in a column that is wide enough. */
export function generalText(value: number): string {
  const text = String(rounded(value));
  const [mantissa, exponent] = text.split('e');
  if (exponent === undefined) return text;
  const digits = exponent.slice(1).padStart(2, '0');
  return `${mantissa}E${exponent[0]}${digits}`;
}

/** Digits around the point. `whole` has no leading zero and may be empty. */
export interface FixedDigits {
  readonly whole: string;
  readonly fraction: string;
}

/** `value` (not negative) times 10 ^ `shift`, with so many places after the point. */
export function fixedDigits(value: number, places: number, shift: number): FixedDigits {
  const { digits, point } = digitsOf(value);
  const kept = point + shift + places;
  const head = kept <= 0 ? '' : digits.slice(0, kept).padEnd(kept, '0');
  const roundUp = kept >= 0 && (digits[kept] ?? '0') >= '5';
  const all = (BigInt(head === '' ? '0' : head) + (roundUp ? 1n : 0n)).toString();
  const text = all.padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places).replace(/^0+/, '');
  return { whole, fraction: places === 0 ? '' : text.slice(-places) };
}

/** Power of ten of the first digit; 0 of zero. */
export const exponentOf = (value: number): number => (value === 0 ? 0 : digitsOf(value).point - 1);

/** Significant digits, and how many of them stand before the point. */
function digitsOf(value: number): { readonly digits: string; readonly point: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential(SIGNIFICANT - 1).split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}
