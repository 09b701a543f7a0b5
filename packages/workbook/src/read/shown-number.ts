/** A number in a section of digits, percent signs and exponents (ECMA-376 part 1, 18.8.31). */
import { exponentOf, type FixedDigits, fixedDigits } from './decimal-digits.js';
import type { FormatToken } from './format-sections.js';

/** The section's tokens around its point, and what they ask for. */
interface NumberShape {
  readonly whole: readonly FormatToken[];
  readonly fraction: readonly FormatToken[];
  /** Null when the section has no exponent: the tokens from `e+` on. */
  readonly exponent: readonly FormatToken[] | null;
  readonly hasPoint: boolean;
  readonly isGrouped: boolean;
  /** Power of ten by percent signs and by commas behind the digits. */
  readonly shift: number;
}

/** `value`: not negative. Null when the section cannot be rendered. */
export function shownNumber(tokens: readonly FormatToken[], value: number): string | null {
  if (tokens.some(({ kind, text }) => kind === 'code' && !NUMBER_CODE.test(text))) return null;
  if (!tokens.some(isDigit)) return tokens.map(({ text }) => text).join('');
  const shape = shapeOf(tokens);
  if (shape.exponent !== null) return scientific(shape, shape.exponent, value);
  return joined(shape, fixedDigits(value, placesOf(shape.fraction), shape.shift));
}

const NUMBER_CODE = /^(?:[0#?.,%]|e[+-])$/;
const isDigit = ({ kind, text }: FormatToken): boolean => kind === 'code' && /^[0#?]$/.test(text);
const isCode = ({ kind, text }: FormatToken, code: string): boolean =>
  kind === 'code' && text === code;
const placesOf = (tokens: readonly FormatToken[]): number => tokens.filter(isDigit).length;

function shapeOf(tokens: readonly FormatToken[]): NumberShape {
  const exponentAt = tokens.findIndex(({ kind, text }) => kind === 'code' && /^e[+-]$/.test(text));
  const mantissa = exponentAt === -1 ? tokens : tokens.slice(0, exponentAt);
  const pointAt = mantissa.findIndex((token) => isCode(token, '.'));
  const wholeEnd = pointAt === -1 ? mantissa.length : pointAt;
  const lastDigit = mantissa.findLastIndex((token) => isDigit(token));
  const commas = mantissa.flatMap((token, at) => (isCode(token, ',') ? [at] : []));
  const scaling = commas.filter((at) => at > lastDigit).length;
  const percents = tokens.filter((token) => isCode(token, '%')).length;
  const shown = (token: FormatToken): boolean => !isCode(token, ',') && !isCode(token, '.');
  return {
    whole: mantissa.slice(0, wholeEnd).filter(shown),
    fraction: mantissa.slice(wholeEnd).filter(shown),
    exponent: exponentAt === -1 ? null : tokens.slice(exponentAt),
    hasPoint: pointAt !== -1,
    isGrouped: commas.some((at) => at < lastDigit && at < wholeEnd),
    shift: 2 * percents - 3 * scaling,
  };
}

const joined = (shape: NumberShape, digits: FixedDigits): string =>
  wholeText(shape, digits.whole) +
  (shape.hasPoint ? '.' : '') +
  fractionText(shape.fraction, digits.fraction);

/** From the right: each placeholder takes a digit, the first one all that are left. */
function wholeText({ whole, isGrouped }: NumberShape, digits: string): string {
  const first = whole.findIndex(isDigit);
  let rest = digits;
  let count = 0;
  let text = '';
  const put = (digit: string): void => {
    text = (isGrouped && count > 0 && count % 3 === 0 ? `${digit},` : digit) + text;
    count += 1;
  };
  for (let at = whole.length - 1; at >= 0; at -= 1) {
    const token = whole[at];
    if (token === undefined) continue;
    if (!isDigit(token)) {
      text = token.text + text;
      continue;
    }
    if (rest !== '') {
      put(rest.slice(-1));
      rest = rest.slice(0, -1);
    } else if (token.text === '0') put('0');
    while (at === first && rest !== '') {
      put(rest.slice(-1));
      rest = rest.slice(0, -1);
    }
  }
  return first === -1 && digits !== '' ? digits + text : text;
}

/** Zeros at the end stay where a `0` asks for them. */
function fractionText(tokens: readonly FormatToken[], digits: string): string {
  const places = tokens.filter(isDigit);
  const needed = places.findLastIndex(({ text }) => text === '0') + 1;
  const length = Math.max(needed, digits.replace(/0+$/, '').length);
  let at = 0;
  return tokens
    .map((token) => {
      if (!isDigit(token)) return token.text;
      at += 1;
      return at <= length ? (digits[at - 1] ?? '') : '';
    })
    .join('');
}

/** The exponent is a multiple of the number of digits before the point. */
function scientific(
  shape: NumberShape,
  [sign, ...tail]: readonly FormatToken[],
  value: number,
): string {
  const step = Math.max(1, placesOf(shape.whole));
  const places = placesOf(shape.fraction);
  const stepOf = (power: number): number => Math.floor(power / step) * step;
  const first = stepOf(exponentOf(value));
  const digits = fixedDigits(value, places, -first);
  const exponent = digits.whole.length > step ? first + step : first;
  const mantissa = exponent === first ? digits : fixedDigits(value, places, -exponent);
  const exponentSign = exponent < 0 ? '-' : sign?.text === 'e+' ? '+' : '';
  const power = wholeText(
    { ...shape, whole: tail, isGrouped: false },
    String(Math.abs(exponent)).replace(/^0$/, ''),
  );
  return `${joined(shape, mantissa)}E${exponentSign}${power}`;
}
