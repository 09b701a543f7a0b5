/**
 * A number as its cell shows it, for columns of text: 7 in the format `000` is the text `007`
 * (ECMA-376 part 1, 18.8.30 and 18.8.31). Used by the reader. What a format asks for and nothing
 * here renders (eras, Chinese digits) shows as `General`, a date then in ISO 8601.
 */
import { SHOWN, type Shown, shownAs } from '../number-format.js';
import { generalText } from './decimal-digits.js';
import { type FormatSection, formatSections } from './format-sections.js';
import { isDateSection, shownDate } from './shown-date.js';
import { shownFraction } from './shown-fraction.js';
import { shownNumber } from './shown-number.js';

/** Shows numbers in one format. */
export type ShowNumber = (value: number) => string;

/** Returns the function that shows numbers in this format; `date1904`: dates count from 1904. */
export function shownIn(format: string, date1904: boolean): ShowNumber {
  const sections = formatSections(format);
  const kind = shownAs(format);
  return (value) => {
    const shown = rendered(sections, value, date1904);
    if (shown !== null) return shown;
    return isoText(value, kind, date1904) ?? generalText(value);
  };
}

function rendered(
  sections: readonly FormatSection[],
  value: number,
  date1904: boolean,
): string | null {
  const { section, isNegative } = sectionFor(sections, value);
  if (section === undefined || !section.isKnown) return null;
  const { tokens } = section;
  if (tokens.length === 0) return sections.length > 1 ? '' : null;
  const sign = isNegative ? '-' : '';
  if (isDateSection(tokens)) return isNegative ? null : shownDate(tokens, value, date1904);
  const general = tokens.findIndex(({ kind, text }) => kind === 'code' && GENERAL.test(text));
  if (general === -1) {
    const text = shownFraction(tokens, Math.abs(value)) ?? shownNumber(tokens, Math.abs(value));
    return text === null ? null : sign + text;
  }
  const others = tokens.toSpliced(general, 1);
  if (others.some(({ kind }) => kind === 'code')) return null;
  const texts = tokens.map(({ text }) => text);
  texts[general] = generalText(Math.abs(value));
  return sign + texts.join('');
}

/** `@` stands for the text that `General` gives. */
const GENERAL = /^(?:general|standard|@)$/;

/** The last section of `0;@` is for texts alone. */
const isOfTexts = (section: FormatSection | undefined): boolean =>
  section?.tokens.some(({ kind, text }) => kind === 'code' && text === '@') ?? false;

interface Chosen {
  readonly section: FormatSection | undefined;
  /** The section does not tell the sign by itself. */
  readonly isNegative: boolean;
}

function sectionFor(sections: readonly FormatSection[], value: number): Chosen {
  const numeric = isOfTexts(sections.at(-1)) ? sections.slice(0, -1) : sections.slice(0, 3);
  if (numeric.length === 0) return { section: sections[0], isNegative: value < 0 };
  if (numeric.some(({ condition }) => condition !== null)) {
    const section =
      numeric.find(({ condition }) => condition?.(value) ?? false) ??
      numeric.find(({ condition }, at) => condition === null && at > 0) ??
      numeric.find(({ condition }) => condition === null);
    return { section, isNegative: value < 0 };
  }
  const [positive, negative, zero] = numeric;
  if (value < 0 && negative !== undefined) return { section: negative, isNegative: false };
  if (value === 0 && zero !== undefined) return { section: zero, isNegative: false };
  return { section: positive, isNegative: value < 0 };
}

/** What a format that is not rendered here shows of a date, by kind. */
const ISO: Readonly<Record<Shown, string | null>> = {
  [SHOWN.number]: null,
  [SHOWN.moment]: 'yyyy-mm-dd hh:mm:ss',
  [SHOWN.day]: 'yyyy-mm-dd',
  [SHOWN.time]: 'hh:mm:ss',
  [SHOWN.duration]: 'hh:mm:ss',
};

/** Null for what is no date. */
function isoText(serial: number, kind: Shown, date1904: boolean): string | null {
  const [section] = formatSections(ISO[kind] ?? '');
  return section === undefined || ISO[kind] === null
    ? null
    : shownDate(section.tokens, serial, date1904);
}
