/**
 * What a person means by a text in a number column. Used by the conversions and by the check of
 * exported rows.
 * A text that could mean two numbers, or none, is given back as it is, for the schema to refuse.
 */
import { narrow } from './cell-text.js';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Digits, a point and an exponent only, as databases and programs write numbers. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/**
 * `12`, `1,234.50`, `¥1 234`, `(12.5)`, `12-`, `12.5%` as a number; another text, and a cell that
 * is no text, unchanged.
 */
export function parseNumber(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  const text = narrow(cell);
  if (PLAIN.test(text)) return Number(text);
  return writtenNumber(text) ?? cell;
}

/** Signs after NFKC, which makes `￥` and `＄` of full width these. */
const SIGN = '[¥$€£₩₹₽₺₫฿₪₴₱]';
const CODE =
  '(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|MOP|TWD|KRW|SGD|MYR|THB|VND|IDR|PHP|INR|AUD|NZD|CAD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RUB|UAH|TRY|BRL|MXN|ZAR|AED|SAR|ILS)';
const CURRENCY = `(?:(?:US|HK|NT|A|C|S)?${SIGN}|${CODE}|元)`;
/** A group has three digits, the first does not begin with 0, and one sign separates them all. */
const GROUPS = "[1-9]\\d{0,2}(?<group>[, '’])\\d{3}(?:\\k<group>\\d{3})*(?:\\.\\d+)?";
const WRITTEN = new RegExp(
  '^(?<open>\\()?(?<sign>[+-])?' +
    `(?:(?<before>${CURRENCY}) ?(?<opened>\\()?(?<signed>[+-])?)?` +
    `(?<digits>${GROUPS}|\\d+\\.?\\d*|\\.\\d+)` +
    `(?: ?(?<percent>%)| ?(?<after>${CURRENCY}))?` +
    '(?<minus>-)?(?<close>\\))?$',
  'i',
);

/** Null when the text is no number, or has two signs, two currencies or an open bracket. */
function writtenNumber(text: string): number | null {
  const parts = WRITTEN.exec(text.replace('\u2212', '-'))?.groups;
  if (parts === undefined || !isOneNumber(parts)) return null;
  const digits = (parts.digits ?? '').replace(/[, '’]/g, '');
  // The exponent moves the point without the rounding of a division.
  const size = Number(parts.percent === undefined ? digits : `${digits}e-2`);
  return isNegative(parts) ? -size : size;
}

type Parts = Readonly<Record<string, string | undefined>>;

function isOneNumber({ open, opened, close, sign, signed, minus, before, after, percent }: Parts) {
  const given = (...parts: (string | undefined)[]) =>
    parts.filter((part) => part !== undefined).length;
  return (
    given(open, opened) === given(close) &&
    given(open, opened, sign, signed, minus) <= 1 &&
    given(before, after, percent) <= 1
  );
}

const isNegative = ({ close, sign, signed, minus }: Parts): boolean =>
  close !== undefined || minus !== undefined || (sign ?? signed) === '-';
