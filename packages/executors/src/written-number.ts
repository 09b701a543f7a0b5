/**
 * The grammar of a number written as text: currency, brackets, signs, groups, decimal sign. Used by
 * parse-number.ts and text-evidence.ts, which share it so that evidence and reading never differ.
 */

/** The sign before the fraction; the other one of the two may separate groups. */
export type DecimalSign = '.' | ',';

/** A text that is one number, before its decimal sign is chosen. */
export interface WrittenNumber {
  /** With groups, decimal sign and exponent as they are written. */
  readonly digits: string;
  readonly isNegative: boolean;
  readonly isPercent: boolean;
}

/** Signs after NFKC, which makes `￥` and `＄` of full width these. */
const SIGN = '[¥$€£₩₹₽₺₫฿₪₴₱]';
const CODE =
  '(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|MOP|TWD|KRW|SGD|MYR|THB|VND|IDR|PHP|INR|AUD|NZD|CAD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RUB|UAH|TRY|BRL|MXN|ZAR|AED|SAR|ILS)';
const CURRENCY = `(?:(?:US|HK|NT|A|C|S)?${SIGN}|${CODE}|元)`;
/**
 * A group has three digits, the first does not begin with 0, one sign separates all groups, and
 * another sign begins the fraction.
 */
const GROUPED =
  "[1-9]\\d{0,2}(?<group>[,. '’])\\d{3}(?:\\k<group>\\d{3})*(?:(?!\\k<group>)[.,]\\d+)?";
const UNGROUPED = '(?:\\d+(?:[.,]\\d+|\\.)?|[.,]\\d+)(?<exponent>e[+-]?\\d+)?';
const WRITTEN = new RegExp(
  '^(?<open>\\()?(?<sign>[+-])?' +
    `(?:(?<before>${CURRENCY}) ?(?<opened>\\()?(?<signed>[+-])?)?` +
    `(?<digits>${GROUPED}|${UNGROUPED})` +
    `(?: ?(?<percent>%)| ?(?<after>${CURRENCY}))?` +
    '(?<minus>-)?(?<close>\\))?$',
  'i',
);

/**
 * `text`: narrow. Null when the text is no number, or has two signs, two currencies or an open
 * bracket.
 */
export function writtenNumber(text: string): WrittenNumber | null {
  const parts = WRITTEN.exec(text.replace('\u2212', '-'))?.groups;
  if (parts === undefined || !isOneNumber(parts)) return null;
  return {
    digits: parts.digits ?? '',
    isNegative: isNegative(parts),
    isPercent: parts.percent !== undefined,
  };
}

type Parts = Readonly<Record<string, string | undefined>>;

function isOneNumber(parts: Parts): boolean {
  const { open, opened, close, sign, signed, minus, before, after, percent, exponent } = parts;
  return (
    given(open, opened) === given(close) &&
    given(open, opened, sign, signed, minus) <= 1 &&
    given(before, after, percent, exponent) <= 1
  );
}

const given = (...parts: (string | undefined)[]): number =>
  parts.filter((part) => part !== undefined).length;

const isNegative = ({ close, sign, signed, minus }: Parts): boolean =>
  close !== undefined || minus !== undefined || (sign ?? signed) === '-';

/** One to three digits, one sign and three digits: a group or a fraction. */
const EITHER = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * The decimal sign that the digits prove: `,` of `1,5`, `0,125` and `1.234.567`. `either` of
 * `1,234`, null of digits with neither sign.
 */
export function provenSign(digits: string): DecimalSign | 'either' | null {
  const marks = digits.replace(/[^.,]/g, '');
  const first = marks[0];
  const last = marks.at(-1);
  if (last === undefined) return null;
  if (marks.length > 1 && first === last) return last === '.' ? ',' : '.';
  return EITHER.test(digits) ? 'either' : (last as DecimalSign);
}

/**
 * The number under a decimal sign that `provenSign` allows: digits with a point, all that are
 * written; null for an exponent that no number has.
 */
export function digitsOf(
  { digits, isNegative, isPercent }: WrittenNumber,
  decimal: DecimalSign,
): string | null {
  const plain = digits.replace(/[,. '’]/g, (mark) => (mark === decimal ? '.' : ''));
  const [mantissa = '', exponent = '0'] = plain.toLowerCase().split('e');
  const shift = Number(exponent) - (isPercent ? 2 : 0);
  if (Math.abs(shift) > LARGEST_EXPONENT) return null;
  const shifted = shiftPoint(mantissa, shift);
  return isNegative && /[1-9]/.test(shifted) ? `-${shifted}` : shifted;
}

/** Beyond those of doubles, which begin at 5e-324. */
const LARGEST_EXPONENT = 400;

/** `12.5` by -2 is `0.125`; zeros behind the point stay. */
function shiftPoint(mantissa: string, shift: number): string {
  const [whole = '', fraction = ''] = mantissa.split('.');
  const point = whole.length + shift;
  const digits = (whole + fraction).padEnd(point, '0');
  const before = digits.slice(0, Math.max(point, 0)).replace(/^0+(?=\d)/, '');
  const after = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0));
  return after === '' ? before || '0' : `${before || '0'}.${after}`;
}
