/** Dates as delimited text shows them. Used by writeCsv. */
import { showsTime } from '../number-format.js';
import { WorkbookError } from '../workbook-error.js';
import { zoneOffset } from '../write/zone-offset.js';

interface DateColumn {
  /** Number format of the column; a format without a time makes the column one of pure days. */
  readonly format?: string;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * Returns the writer of a column's dates: the wall clock of `timeZone` as `yyyy-mm-dd hh:mm:ss`,
 * with `.fff` where the milliseconds are not 0. A pure day is the date in UTC, whatever the zone.
 * Years outside 0001-9999 have a sign: `-0044-03-15`, `+12345-01-01` (ISO 8601: year 0 is 1 BC).
 * The writer throws WorkbookError `bad_value` for an invalid Date.
 */
export function dateText({ format, timeZone }: DateColumn): (date: Date) => string {
  if (format !== undefined && !showsTime(format)) return (date) => dayText(checked(date));
  const offset = timeZone === 'UTC' ? null : zoneOffset(timeZone);
  return (date) => {
    const instant = checked(date).getTime();
    const wall = offset === null ? date : new Date(instant + offset(instant));
    return `${dayText(wall)} ${timeText(wall)}`;
  };
}

/** `toISOString` ends with `-03-15T10:20:30.000Z`, 20 characters behind the year. */
const [AFTER_YEAR, TIME, MILLISECONDS] = [-20, -13, -5] as const;

function dayText(date: Date): string {
  const iso = date.toISOString();
  const year = iso.slice(0, AFTER_YEAR);
  return yearText(year) + iso.slice(AFTER_YEAR, TIME - 1);
}

/** ECMAScript writes six digits behind a sign; leading zeros beyond four digits are dropped. */
function yearText(year: string): string {
  if (year === '0000') return '+0000';
  return year.length === 4 ? year : year.replace(/(?<=^[+-])0{1,2}/, '');
}

function timeText(date: Date): string {
  const iso = date.toISOString();
  return iso.slice(TIME, iso.endsWith('.000Z') ? MILLISECONDS : -1);
}

function checked(date: Date): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new WorkbookError({
    code: 'bad_value',
    message: 'An invalid Date cannot be written; give null for an empty cell.',
  });
}
