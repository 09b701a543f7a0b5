/**
 * Dates as the serial numbers of a workbook (ECMA-376 part 1, 18.17.4.1): days since 1900 or 1904,
 * always as UTC here.
 */

export const DAY_MS = 86_400_000;
/**
 * Serial 0 of the 1900 system from 1 March 1900 on; before it, Excel counts one day less because of
 * its 29 February 1900.
 */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);
const FALSE_LEAP_DAY = 60;
/** Days between the two systems. */
const DAYS_TO_1904 = 1_462;

/**
 * First moment that a serial can tell (serial 1; Excel shows 0 as `1900-01-00`), and the first one
 * after the last.
 */
export const FIRST_DATE_MS = Date.UTC(1900, 0, 1);
export const END_DATE_MS = Date.UTC(10_000, 0, 1);

/**
 * Milliseconds since 1970 of a serial, rounded to whole milliseconds; NaN for what is no date:
 * below the first day, and 29 February 1900.
 */
export function serialToMs(serial: number, date1904: boolean): number {
  const day = Math.floor(serial);
  if (date1904) return serial < 0 ? Number.NaN : Math.round(serial * DAY_MS) + EPOCH_1904_MS;
  if (day < 1 || day === FALSE_LEAP_DAY) return Number.NaN;
  const shift = day < FALSE_LEAP_DAY ? DAY_MS : 0;
  return Math.round(serial * DAY_MS) + EPOCH_1900_MS + shift;
}

/** Whole days of the serial (1900 system) of a moment between FIRST_DATE_MS and END_DATE_MS. */
export function serialDay(ms: number): number {
  const day = Math.floor((ms - EPOCH_1900_MS) / DAY_MS);
  return day <= FALSE_LEAP_DAY ? day - 1 : day;
}

/** The serial of a moment between FIRST_DATE_MS and END_DATE_MS, with its time of day. */
export function msToSerial(ms: number, date1904: boolean): number {
  const days = serialDay(ms) - (date1904 ? DAYS_TO_1904 : 0);
  return days + (ms - Math.floor(ms / DAY_MS) * DAY_MS) / DAY_MS;
}

/** A day as Excel shows it. `month` and `weekday` count from 0. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly weekday: number;
}

/** The day of a serial from 0 on; in the 1900 system with `1900-01-00` and `1900-02-29`. */
export function calendarDay(serial: number, date1904: boolean): CalendarDay {
  const day = Math.floor(serial) + (date1904 ? DAYS_TO_1904 : 0);
  const weekday = (day + 6) % 7;
  if (day === 0) return { year: 1900, month: 0, date: 0, weekday };
  if (day === FALSE_LEAP_DAY) return { year: 1900, month: 1, date: 29, weekday };
  const date = new Date(serialToMs(day, false));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    date: date.getUTCDate(),
    weekday,
  };
}
