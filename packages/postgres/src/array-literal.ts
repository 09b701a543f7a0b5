/** Arrays as PostgreSQL reads them (manual 8.15.2, Array Value Input Syntax). Used for each column of many rows. */

/**
 * `{1,NULL,"a \"word\""}`; times in UTC. Null when an element is none of number, bigint, boolean, string, a Date of the years
 * 1 to 9999, null or undefined: pg has forms of its own for these.
 */
export function arrayLiteral(values: readonly unknown[]): string | null {
  const elements: string[] = [];
  for (const value of values) {
    const element = elementOf(value);
    if (element === null) return null;
    elements.push(element);
  }
  return `{${elements.join(',')}}`;
}

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
