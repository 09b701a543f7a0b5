/**
 * What a person means by a text in a number column. Used by the conversions and by the check of
 * exported rows.
 * A text that means no number is given back as it is, for the schema to refuse; one that means two
 * numbers, or has more digits than a number holds, becomes a cell problem.
 */
import { narrow, plainDecimal } from './cell-text.js';
import { NO_EVIDENCE, type NumberForms } from './text-evidence.js';
import {
  type DecimalSign,
  digitsOf,
  provenSign,
  type WrittenNumber,
  writtenNumber,
} from './written-number.js';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Digits, a point and an exponent only, as databases and programs write numbers. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/** Digits that a double, and Excel, keep exactly. */
const EXACT_DIGITS = 15;

/**
 * `12`, `1,234.50`, `¥1 234`, `(12.5)`, `12-`, `12.5%` as a number; another text, and a cell that
 * is no text, unchanged. A text that proves the other sign than the one decided is no number.
 */
export function parseNumber(cell: unknown, forms: NumberForms = NO_EVIDENCE): unknown {
  if (typeof cell !== 'string') return cell;
  const text = narrow(cell);
  if (text.length <= EXACT_DIGITS && isPlain(text, forms)) return Number(text);
  const digits = readDigits(text, forms);
  if (digits === null) return cell;
  if (typeof digits !== 'string') return digits;
  const number = Number(digits);
  return holds(number, digits) ? number : { problem: TOO_MANY_DIGITS, text };
}

/** The number of `1,234` and `1.234` depends on the decimal sign of the file. */
export function hasTwoReadings(text: string): boolean {
  const written = writtenNumber(narrow(text));
  return written !== null && provenSign(written.digits) === 'either';
}

/**
 * As parseNumber, but the number is its decimal digits as text: none is lost. Digits that a double
 * keeps have one form, as they leave as a number: `1.5` of `1.50`. A number cell has 15 digits for
 * sure; a whole one with more has lost some.
 */
export function parseDecimal(cell: unknown, forms: NumberForms = NO_EVIDENCE): unknown {
  if (typeof cell === 'number')
    return Math.abs(cell) < FIRST_LOSSY
      ? plainDecimal(cell)
      : { problem: DIGITS_LOST, text: plainDecimal(cell) };
  const digits = typeof cell === 'string' ? readDigits(narrow(cell), forms) : null;
  if (digits === null) return { problem: NOT_A_NUMBER };
  const isShort = typeof digits === 'string' && significant(digits).length <= EXACT_DIGITS;
  return isShort ? withoutLastZeros(digits) : digits;
}

const withoutLastZeros = (digits: string): string =>
  digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;

const FIRST_LOSSY = 10 ** EXACT_DIGITS;

/** Codes of cells that no column of numbers takes. `ambiguous_number`: the text means two. */
export const AMBIGUOUS = 'ambiguous_number';
const TOO_MANY_DIGITS = 'too_many_digits';
const NOT_A_NUMBER = 'not_a_number';
const DIGITS_LOST = 'digits_lost';

interface Ambiguous {
  readonly problem: typeof AMBIGUOUS;
  readonly text: string;
}

/** The digits that a text means, with a point; null when it is no number. */
function readDigits(text: string, forms: NumberForms): string | Ambiguous | null {
  const written = writtenNumber(text);
  if (written === null) return null;
  const decimal = isPlain(text, forms) ? '.' : signOf(written, forms);
  if (decimal === AMBIGUOUS) return { problem: AMBIGUOUS, text };
  return decimal === null ? null : digitsOf(written, decimal);
}

const isPlain = (text: string, { decimal, isAmbiguous }: NumberForms): boolean =>
  decimal !== ',' && !isAmbiguous && PLAIN.test(text);

/** Null: the text proves the other sign than the file. */
function signOf(
  { digits }: WrittenNumber,
  { decimal }: NumberForms,
): DecimalSign | typeof AMBIGUOUS | null {
  const proven = provenSign(digits);
  if (proven === 'either') return decimal ?? AMBIGUOUS;
  if (proven === null) return '.';
  return decimal === null || decimal === proven ? proven : null;
}

/** Whether the number, written in full, has the significant digits of the text. */
function holds(number: number, digits: string): boolean {
  if (significant(digits).length <= EXACT_DIGITS) return true;
  return significant(plainDecimal(number)) === significant(digits);
}

/** `1234` of `-0012.3400` and of `1234000`. */
const significant = (digits: string): string =>
  digits.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');

/** The two readings of such a text: `1234` and `1.234` of `1,234`. */
export function readingsOf(text: string): readonly [string, string] {
  const reading = (decimal: DecimalSign) =>
    String(parseDecimal(text, { decimal, isAmbiguous: false }));
  return [reading('.'), reading(',')];
}
