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

/**
 * First moment that a serial can tell (serial 0, shown as `1900-01-00`), and the first one after
 * the last.
 */
export const FIRST_DATE_MS = EPOCH_1900_MS + DAY_MS;
export const END_DATE_MS = Date.UTC(10_000, 0, 1);

/** Milliseconds since 1970 of a serial, rounded to whole milliseconds; NaN for what is no date. */
export function serialToMs(serial: number, date1904: boolean): number {
  if (date1904) return Math.round(serial * DAY_MS) + EPOCH_1904_MS;
  if (serial < 0) return Number.NaN;
  const shift = serial < FALSE_LEAP_DAY ? DAY_MS : 0;
  return Math.round(serial * DAY_MS) + EPOCH_1900_MS + shift;
}

/** Whole days of the serial (1900 system) of a moment between FIRST_DATE_MS and END_DATE_MS. */
export function serialDay(ms: number): number {
  const day = Math.floor((ms - EPOCH_1900_MS) / DAY_MS);
  return day <= FALSE_LEAP_DAY ? day - 1 : day;
}
