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

/** Whether a column of this format holds days, which are in no zone: a date without a time. */
export const isDayFormat = (format: string): boolean => isDateFormat(format) && !showsTime(format);

/** The first section without what is no placeholder. */
function bare(format: string): string {
  const [section = ''] = format.replace(LITERALS, '').split(';');
  return section.replace(/general|standard/gi, '').replace(/e[+-]/gi, '');
}

/** What a number in a format stands for. `time`: a time of day without its day. */
export const SHOWN = { number: 0, moment: 1, day: 2, time: 3, duration: 4 } as const;
export type Shown = (typeof SHOWN)[keyof typeof SHOWN];

/** A month, unless hours or seconds stand in the format: then two letters are minutes. */
const MONTH_NAME = /m{3}/i;

/** What a number in this format stands for. */
export function shownAs(format: string): Shown {
  const shape = bare(format).replace(/am\/pm|a\/p/gi, '');
  if (ELAPSED.test(shape)) return SHOWN.duration;
  const hasTime = /[hs]/i.test(shape);
  const hasDay =
    /[yd]|a{3}/i.test(shape) || MONTH_NAME.test(shape) || (!hasTime && /m/i.test(shape));
  if (hasDay) return hasTime ? SHOWN.moment : SHOWN.day;
  return hasTime ? SHOWN.time : SHOWN.number;
}
