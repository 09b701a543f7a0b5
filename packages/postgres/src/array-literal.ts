/**
 * Arrays as PostgreSQL reads them (manual 8.15.2, Array Value Input Syntax). Used for each column
 * of many rows.
 */

/**
 * `{1,NULL,"a \"word\""}`; times in UTC. Null when an element is none of number, bigint, boolean,
 * string, a Date of the years
 * 1 to 9999, null or undefined: pg has forms of its own for these.
 */
export function arrayLiteral(values: readonly unknown[]): string | null {
  // Most columns need no look at each element: one join makes no text for each value, which leaves
  // less to the garbage collector.
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
      return SPECIAL.test(value)
        ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
        : `"${value}"`;
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

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const END_MS = Date.UTC(10_000, 0, 1);
const DAY_MS = 86_400_000;
const MAX_KEPT = 4_096;
/**
 * `2026-11-21T` by days since 1970: the days of a column repeat, and Date takes its time over them.
 */
const dayTexts = new Map<number, string>();
const twoDigits = (number: number): string => String(number).padStart(2, '0');
// Most times are of whole seconds: two joins of ready texts leave little to the garbage collector.
const MINUTES = Array.from(
  { length: 24 * 60 },
  (_, minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:`,
);
const SECONDS = Array.from({ length: 60 }, (_, second) => `${twoDigits(second)}Z`);

/** ISO 8601. */
function timeOf(date: Date): string | null {
  const ms = date.getTime();
  if (!(ms >= FIRST_MS && ms < END_MS)) return null;
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1_000);
  const toMinute = dayText(day, date) + MINUTES[Math.floor(seconds / 60)];
  const ofSecond = SECONDS[seconds % 60];
  if (rest % 1_000 === 0) return toMinute + ofSecond;
  return `${toMinute}${ofSecond?.slice(0, 2)}.${String(rest % 1_000).padStart(3, '0')}Z`;
}

function dayText(day: number, date: Date): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = date.toISOString().slice(0, 'yyyy-mm-ddT'.length);
  if (dayTexts.size === MAX_KEPT) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}
