/**
 * A number in a section with a fraction, such as `# ?/?` or `0 0/16` (ECMA-376 part 1, 18.8.31).
 */
import type { FormatToken } from './format-sections.js';

const isCode = ({ kind, text }: FormatToken): boolean => kind === 'code' && /^[0#?]$/.test(text);
/** `8` of `# ?/8` stands in the format as it is. */
const isDigit = (token: FormatToken): boolean => isCode(token) || /^\d$/.test(token.text);
const isSlash = ({ kind, text }: FormatToken): boolean => kind === 'code' && text === '/';

/** Beyond these, a search for the nearest fraction takes too long. */
const MAX_PLACES = 4;

interface FractionShape {
  readonly before: string;
  /** The section shows whole numbers apart: `1 1/2`, not `3/2`; `0` also where they are 0. */
  readonly whole: 'none' | 'some' | 'always';
  /** What stands between them, a blank as a rule. */
  readonly between: string;
  /** Fixed, or the largest that its places hold. */
  readonly denominator: { readonly fixed: number } | { readonly max: number };
  readonly after: string;
}

/** `value`: not negative. Null when the section is no fraction. Padding is left out. */
export function shownFraction(tokens: readonly FormatToken[], value: number): string | null {
  const shape = shapeOf(tokens);
  if (shape === null) return null;
  const { before, whole, between, denominator, after } = shape;
  const integer = whole === 'none' ? 0 : Math.floor(value);
  const [numerator, divisor] = nearest(value - integer, denominator);
  if (whole === 'none') return `${before}${numerator}/${divisor}${after}`;
  const carried = integer + (numerator === divisor ? 1 : 0);
  const fraction = numerator === 0 || numerator === divisor ? '' : `${numerator}/${divisor}`;
  const shown = carried > 0 || whole === 'always' || fraction === '' ? String(carried) : '';
  return before + [shown, fraction].filter((text) => text !== '').join(between) + after;
}

function shapeOf(tokens: readonly FormatToken[]): FractionShape | null {
  const slash = tokens.findIndex(isSlash);
  const end = runEnd(tokens, slash + 1);
  const numerator = runStart(tokens, slash);
  const denominator = tokens.slice(slash + 1, end);
  if (slash === -1 || numerator === slash || end === slash + 1) return null;
  if (denominator.length > MAX_PLACES) return null;
  const head = tokens.slice(0, numerator);
  const tail = tokens.slice(end);
  const wholeEnd = head.findLastIndex(isCode) + 1;
  const wholeStart = runStart(head, wholeEnd);
  const before = head.slice(0, wholeStart);
  if ([...before, ...tail].some(({ kind }) => kind === 'code')) return null;
  const whole = head.slice(wholeStart, wholeEnd).map(textOf).join('');
  return {
    before: before.map(textOf).join(''),
    whole: whole === '' ? 'none' : whole.includes('0') ? 'always' : 'some',
    between: head.slice(wholeEnd).map(textOf).join(''),
    denominator: denominator.every(isCode)
      ? { max: 10 ** denominator.length - 1 }
      : { fixed: Number(denominator.map(textOf).join('').replace(/\D/g, '0')) },
    after: tail.map(textOf).join(''),
  };
}

const textOf = ({ text }: FormatToken): string => text;

function runStart(tokens: readonly FormatToken[], end: number): number {
  let start = end;
  while (start > 0 && isCode(tokens[start - 1] ?? NO_TOKEN)) start -= 1;
  return start;
}

function runEnd(tokens: readonly FormatToken[], start: number): number {
  let end = start;
  while (isDigit(tokens[end] ?? NO_TOKEN)) end += 1;
  return end;
}

const NO_TOKEN: FormatToken = { kind: 'literal', text: '' };

/** Numerator and denominator; of equally near ones those with the smallest denominator. */
function nearest(value: number, denominator: FractionShape['denominator']): [number, number] {
  if ('fixed' in denominator) return [Math.round(value * denominator.fixed), denominator.fixed];
  let best: [number, number] = [Math.round(value), 1];
  let error = Math.abs(value - best[0]);
  for (let divisor = 2; divisor <= denominator.max && error > TINY; divisor += 1) {
    const numerator = Math.round(value * divisor);
    const off = Math.abs(value - numerator / divisor);
    if (off < error - TINY) [best, error] = [[numerator, divisor], off];
  }
  return best;
}

/** Noise of doubles. */
const TINY = 1e-12;
