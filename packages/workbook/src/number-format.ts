/**
 * What a number format says about a cell's number (ECMA-376 part 1, 18.8.30 numFmt). Writer and
 * reader share it.
 */

/** Dates without a format of their own. */
export const DEFAULT_DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss';

/**
 * Quoted text, escaped and padding characters, and brackets such as `[Red]` or `[$-409]` say
 * nothing about the value.
 */
const LITERALS = /"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi;
const ELAPSED = /\[(?:h+|m+|s+)\]/i;

/**
 * Whether a number in this format is a moment. A length of time (`[h]:mm`) is not: 36 hours are no
 * date.
 */
export function isDateFormat(format: string): boolean {
  const shape = bare(format);
  return !ELAPSED.test(shape) && /[ymdhs]/i.test(shape);
}

/** Whether a date in this format shows a time of day. */
export const showsTime = (format: string): boolean => /[hs]/i.test(bare(format));

/** The first section without what is no placeholder. */
function bare(format: string): string {
  const [section = ''] = format.replace(LITERALS, '').split(';');
  return section.replace(/general|standard/gi, '').replace(/e[+-]/gi, '');
}

/**
 * Built-in formats that are moments (18.8.30, with those of the CJK locales); 45 and 47 are times,
 * 46 is a length of time.
 */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
];

export const isBuiltInDate = (id: number): boolean =>
  BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to);
