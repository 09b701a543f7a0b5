/** Dates as delimited text shows them. Used by writeCsv. */
import { isDayFormat } from '../number-format.js';
import { WorkbookError } from '../workbook-error.js';
import { zoneOffset } from '../write/zone-offset.js';

interface DateColumn {
  /** Number format of the column; a date without a time makes the column one of pure days. */
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
  if (format !== undefined && isDayFormat(format)) return (date) => dayText(isoText(date));
  const offset = timeZone === 'UTC' ? null : zoneOffset(timeZone);
  return (date) => {
    const instant = date.getTime();
    const iso = isoText(offset === null ? date : new Date(instant + offset(instant)));
    return `${dayText(iso)} ${timeText(iso)}`;
  };
}

/** `toISOString` ends with `-03-15T10:20:30.000Z`, 20 characters behind the year. */
const [AFTER_YEAR, TIME, MILLISECONDS] = [-20, -13, -5] as const;
const DAY_LENGTH = 'yyyy-mm-dd'.length;

function dayText(iso: string): string {
  if (isFourDigitYear(iso)) return iso.slice(0, DAY_LENGTH);
  return yearText(iso.slice(0, AFTER_YEAR)) + iso.slice(AFTER_YEAR, TIME - 1);
}

const isFourDigitYear = (iso: string): boolean =>
  iso.length === 'yyyy-mm-ddThh:mm:ss.fffZ'.length && !iso.startsWith('0000');

/** ECMAScript writes six digits behind a sign; leading zeros beyond four digits are dropped. */
const yearText = (year: string): string =>
  year === '0000' ? '+0000' : year.replace(/(?<=^[+-])0{1,2}/, '');

const timeText = (iso: string): string =>
  iso.slice(TIME, iso.endsWith('.000Z') ? MILLISECONDS : -1);

function isoText(date: Date): string {
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new WorkbookError({
    code: 'bad_value',
    message: 'An invalid Date cannot be written; give null for an empty cell.',
  });
}
