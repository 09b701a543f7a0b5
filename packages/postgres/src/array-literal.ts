/** Arrays as PostgreSQL reads them (manual 8.15.2, Array Value Input Syntax). Used for each column of many rows. */

/**
 * `{1,NULL,"a \"word\""}`; times in UTC. Null when an element is none of number, bigint, boolean, string, a Date of the years
 * 1 to 9999, null or undefined: pg has forms of its own for these.
 */
export function arrayLiteral(values: readonly unknown[]): string | null {
  // Most columns need no look at each element: one join makes no text for each value, which leaves less to the garbage collector.
  if (values.every(isNumber)) return `{${values.join(',')}}`;
  if (values.length > 0 && values.every(isPlainText)) return `{"${values.join('","')}"}`;
  const elements = values.map(elementOf);
  return elements.includes(null) ? null : `{${elements.join(',')}}`;
}

const isNumber = (value: unknown): boolean => typeof value === 'number';
const isPlainText = (value: unknown): boolean => typeof value === 'string' && !SPECIAL.test(value);

function elementOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return SPECIAL.test(value) ? `"${value.replace(SPECIAL_EACH, '\\$&')}"` : `"${value}"`;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'NULL';
    default:
      return value === null ? 'NULL' : value instanceof Date ? timeOf(value) : null;
  }
}

const SPECIAL = /["\\]/;
const SPECIAL_EACH = /["\\]/g;

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const END_MS = Date.UTC(10_000, 0, 1);

function timeOf(date: Date): string | null {
  const ms = date.getTime();
  return ms >= FIRST_MS && ms < END_MS ? date.toISOString() : null;
}
