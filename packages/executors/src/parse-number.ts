/**
 * What a person means by a text in a number column. Used by the conversions and by the check of
 * exported rows.
 * A text that means no number is given back as it is, for the schema to refuse; one that means two
 * numbers becomes the cell problem `ambiguous_number`.
 */
import { narrow, plainDecimal } from './cell-text.js';
import { NO_EVIDENCE, type NumberForms } from './text-evidence.js';
import { type DecimalSign, numberOf, provenSign, writtenNumber } from './written-number.js';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Digits, a point and an exponent only, as databases and programs write numbers. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/**
 * `12`, `1,234.50`, `¥1 234`, `(12.5)`, `12-`, `12.5%` as a number; another text, and a cell that
 * is no text, unchanged. A text that proves the other sign than the one decided is no number.
 */
export function parseNumber(cell: unknown, forms: NumberForms = NO_EVIDENCE): unknown {
  if (typeof cell !== 'string') return cell;
  const text = narrow(cell);
  if (forms.decimal !== ',' && !forms.isAmbiguous && PLAIN.test(text)) return Number(text);
  const written = writtenNumber(text);
  if (written === null) return cell;
  const proven = provenSign(written.digits);
  if (proven === 'either')
    return forms.decimal === null ? { problem: AMBIGUOUS, text } : numberOf(written, forms.decimal);
  const decimal = proven ?? '.';
  const isOther = proven !== null && forms.decimal !== null && forms.decimal !== proven;
  return isOther ? cell : numberOf(written, decimal);
}

/** Code of a text that means two numbers. */
export const AMBIGUOUS = 'ambiguous_number';

/** The two readings of such a text: `1234` and `1.234` of `1,234`. */
export function readingsOf(text: string): readonly [string, string] {
  const reading = (decimal: DecimalSign) =>
    plainDecimal(Number(parseNumber(text, { decimal, isAmbiguous: false })));
  return [reading('.'), reading(',')];
}
