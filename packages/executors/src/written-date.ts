/**
 * The grammar of a date written as text: year, month and day in either order, a time, an offset.
 * Used by parse-date.ts and date-evidence.ts, which share it so that evidence and reading never
 * differ.
 */

/** Which of day, month and year stands first. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** A text that is one date, before the order of its day and month is chosen. */
export interface WrittenDate {
  /**
   * Midnight UTC of the day by each order; null: there is no such day. Both are one where the year
   * stands first.
   */
  readonly days: Readonly<Record<'dmy' | 'mdy', number | null>>;
  readonly isYearFirst: boolean;
  /** After midnight; null: the text has no time. */
  readonly timeMs: number | null;
  /** Of `Z` and `+08:00`; null: the text has no offset. */
  readonly offsetMs: number | null;
}

const YEAR_FIRST =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/;
const TIME = /^(?:T|\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** `text`: narrow. Null when the text is no date, or no day by either order. */
export function writtenDate(text: string): WrittenDate | null {
  const start = yearFirst(text) ?? yearLast(text);
  if (start === null || (start.days.dmy === null && start.days.mdy === null)) return null;
  const { days, isYearFirst, length } = start;
  const time = text.length === length ? NO_TIME : timeOf(text.slice(length));
  return time === null ? null : { days, isYearFirst, timeMs: time.timeMs, offsetMs: time.offsetMs };
}

type Start = Pick<WrittenDate, 'days' | 'isYearFirst'> & { readonly length: number };

function yearFirst(text: string): Start | null {
  const match = YEAR_FIRST.exec(text);
  if (match === null) return null;
  const [whole, ...parts] = match;
  const [year = 0, month = 0, date = 0] = parts.filter((part) => part !== undefined).map(Number);
  const day = dayMs(year, month, date);
  return { days: { dmy: day, mdy: day }, isYearFirst: true, length: whole.length };
}

function yearLast(text: string): Start | null {
  const match = YEAR_LAST.exec(text);
  if (match === null) return null;
  const [whole] = match;
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const days = { dmy: dayMs(year, second, first), mdy: dayMs(year, first, second) };
  return { days, isYearFirst: false, length: whole.length };
}

type Time = Pick<WrittenDate, 'timeMs' | 'offsetMs'>;

const NO_TIME: Time = { timeMs: null, offsetMs: null };

function timeOf(text: string): Time | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Math.trunc(Number(`0.${match[4] ?? 0}`) * 1_000);
  return {
    timeMs: ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction,
    offsetMs: match[5] === undefined ? null : offsetMs(match[5]),
  };
}

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Null for 30 February, which Date would make 2 March. */
function dayMs(year: number, month: number, date: number): number | null {
  const day = new Date(Date.UTC(year, month - 1, date));
  const isDay =
    day.getUTCFullYear() === year && day.getUTCMonth() === month - 1 && day.getUTCDate() === date;
  return isDay ? day.getTime() : null;
}

/**
 * The order that the text proves: `dmy` of `31/01/2026`. `either` of `01/02/2026`, null of a text
 * that is the same day by each order.
 */
export function provenOrder({ days: { dmy, mdy } }: WrittenDate): 'dmy' | 'mdy' | 'either' | null {
  if (dmy === mdy) return null;
  if (dmy === null) return 'mdy';
  return mdy === null ? 'dmy' : 'either';
}
