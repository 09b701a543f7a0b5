/**
 * Cells and text: how a value reads as text without losing a digit, and which cells count as blank.
 */
import { type Cell, printedText } from '@longshore/database';

/** Null, or a text of white space and characters without shape: nothing that a person sees. */
export const isBlank = (cell: Cell): boolean =>
  cell === null || (typeof cell === 'string' && isBlankText(cell));

/** The first character decides for most texts. */
function isBlankText(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > SPACE && first < DELETE) && NOTHING_TO_SEE.test(text);
}

const SPACE = 0x20;
const DELETE = 0x7f;
/** U+2800 is the pattern of Braille without a dot. */
const NOTHING_TO_SEE = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/**
 * What a text column makes of a value: `536365`, `TRUE`, `2026-01-31`; what is an object is as the
 * database printed it.
 */
export function toText(value: unknown): string {
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value !== 'object' || value === null) return String(value);
  const printed = printedText(value);
  if (printed !== undefined) return printed;
  return value instanceof Date ? dateText(value) : String(value);
}

/** Full-width digits, letters and signs become their ASCII forms; outer white space goes. */
export const narrow = (text: string): string => text.normalize('NFKC').trim();

/**
 * What is left of a header or label when case, width, blanks and invisible characters are no
 * difference.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .toLowerCase();

/** All digits, no exponent: 1e21 is `1000000000000000000000`. */
export function plainDecimal(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

const MIDNIGHT = ' 00:00:00';

/** In UTC; a midnight is a day without a time. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(MIDNIGHT) ? text.slice(0, -MIDNIGHT.length) : text;
}
