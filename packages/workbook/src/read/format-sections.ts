/** A number format as sections of tokens (ECMA-376 part 1, 18.8.31). Used by shown-text.ts. */

/** One piece of a section. `code` is a placeholder, in small letters; `literal` shows as it is. */
export interface FormatToken {
  readonly kind: 'code' | 'literal';
  readonly text: string;
}

export interface FormatSection {
  readonly tokens: readonly FormatToken[];
  /** `[>=100]`; null when the section has none. */
  readonly condition: ((value: number) => boolean) | null;
  /**
   * False when the section asks for what is not rendered here: eras, Chinese digits, `*` of a text.
   */
  readonly isKnown: boolean;
}

const PIECE =
  /"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]|(general|standard|am\/pm|a\/p|上午\/下午|e[+-]|y+|m+|d+|h+|s+|e+|[0#?.,%@/bgaurn]|.)/gisu;
const CODE = /^(?:general|standard|am\/pm|a\/p|上午\/下午|e[+-]|[ymdhse]+|[0#?.,%@/])$/i;
const UNKNOWN_CODE = /^[bgaurn]$/i;
const ELAPSED = /^(?:h+|m+|s+)$/i;
const CONDITION = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/;
const COLOUR = /^(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+)$/i;
/** A currency, or a language alone: `[$€-407]`, `[$-804]`. */
const LOCALE = /^\$([^-]*)(?:-([0-9a-f]+))?$/i;
/** Low byte of the identifiers of English. */
const ENGLISH = '09';

/** Sections in their order: positive, negative, zero, text. */
export const formatSections = (format: string): FormatSection[] =>
  splitSections(format).map(section);

/** At each `;` outside of quotes, brackets and escapes. */
function splitSections(format: string): string[] {
  const sections = [''];
  for (const [piece] of format.matchAll(PIECE)) {
    if (piece === ';') sections.push('');
    else sections[sections.length - 1] += piece;
  }
  return sections;
}

function section(format: string): FormatSection {
  const tokens: FormatToken[] = [];
  let condition: FormatSection['condition'] = null;
  let isEnglish = true;
  let isKnown = true;
  for (const [piece, quoted, escaped, bracket, sign] of format.matchAll(PIECE)) {
    const literal = quoted ?? escaped;
    if (literal !== undefined) tokens.push({ kind: 'literal', text: literal });
    else if (bracket !== undefined) {
      const [, symbol, language] = LOCALE.exec(bracket) ?? [];
      if (ELAPSED.test(bracket)) tokens.push({ kind: 'code', text: `[${bracket.toLowerCase()}]` });
      else if (CONDITION.test(bracket)) condition = conditionOf(bracket);
      else if (symbol !== undefined) {
        if (symbol !== '') tokens.push({ kind: 'literal', text: symbol });
        else isEnglish = isEnglish && (language ?? '').toLowerCase().endsWith(ENGLISH);
      } else if (!COLOUR.test(bracket)) isKnown = false;
    } else if (sign !== undefined) {
      if (UNKNOWN_CODE.test(sign)) isKnown = false;
      tokens.push({
        kind: CODE.test(sign) ? 'code' : 'literal',
        text: CODE.test(sign) ? sign.toLowerCase() : sign,
      });
    } else if (!/^[_*]/.test(piece)) isKnown = false;
  }
  const hasNames = tokens.some(
    ({ kind, text }) => kind === 'code' && /^(?:m{3,}|d{3,})$/.test(text),
  );
  return { tokens, condition, isKnown: isKnown && (isEnglish || !hasNames) };
}

function conditionOf(bracket: string): (value: number) => boolean {
  const [, operator, digits] = CONDITION.exec(bracket) ?? [];
  const bound = Number(digits);
  return (value) => {
    if (operator === '=') return value === bound;
    if (operator === '<>') return value !== bound;
    if (value === bound) return operator === '<=' || operator === '>=';
    return operator?.startsWith('<') === true ? value < bound : value > bound;
  };
}
