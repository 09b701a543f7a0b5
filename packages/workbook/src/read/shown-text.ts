/**
 * A number as its cell shows it, for columns of text: 7 in the format `000` is the text `007`
 * (ECMA-376 part 1, 18.8.30 and 18.8.31). Used by the reader. What a format asks for and nothing
 * here renders (fractions, eras, Chinese digits) shows as `General`, a date then in ISO 8601.
 */
import { SHOWN, shownAs } from '../number-format.js';
import { DAY_MS, END_DATE_MS, serialToMs } from '../serial-date.js';
import { generalText } from './decimal-digits.js';
import { type FormatSection, formatSections } from './format-sections.js';
import { isDateSection, shownDate } from './shown-date.js';
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
    return (kind === SHOWN.number ? null : isoText(value, kind, date1904)) ?? generalText(value);
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
  const sign = isNegative ? '-' : '';
  if (isDateSection(tokens)) return isNegative ? null : shownDate(tokens, value, date1904);
  const general = tokens.findIndex(({ kind, text }) => kind === 'code' && GENERAL.test(text));
  if (general === -1) {
    const text = shownNumber(tokens, Math.abs(value));
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

interface Chosen {
  readonly section: FormatSection | undefined;
  /** The section does not tell the sign by itself. */
  readonly isNegative: boolean;
}

function sectionFor(sections: readonly FormatSection[], value: number): Chosen {
  const numeric = sections.slice(0, 3);
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

/** `2024-02-29 12:30:15`, without what the kind does not have; null for what is no date. */
function isoText(serial: number, kind: number, date1904: boolean): string | null {
  const ms = serialToMs(Math.round(serial * (DAY_MS / 1000)) / (DAY_MS / 1000), date1904);
  if (Number.isNaN(ms) || ms >= END_DATE_MS || serial < 0) return null;
  const iso = new Date(ms).toISOString();
  if (kind === SHOWN.day) return iso.slice(0, 10);
  return kind === SHOWN.moment ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(11, 19);
}
