/**
 * Parameters of statements. pg writes a Date as local time of the process, of which a column of the
 * type `date` takes the day: west of UTC the day before. Here a Date is written in UTC.
 */

/** The values as pg takes them; a Date of the years 1 to 9999 is ISO text, also in arrays. */
export const parametersOf = (values: readonly unknown[]): unknown[] => values.map(parameterOf);

/** One value, as of `parametersOf`. */
export function parameterOf(value: unknown): unknown {
  if (value instanceof Date) return isPlainYear(value) ? value.toISOString() : value;
  return Array.isArray(value) ? parametersOf(value) : value;
}

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const END_MS = Date.UTC(10_000, 0, 1);

const isPlainYear = (date: Date): boolean => date.getTime() >= FIRST_MS && date.getTime() < END_MS;
