/** Rows in the order of their keys, so that transactions lock keys in one order. Used by upsert. */

type AnyRow = Readonly<Record<string, unknown>>;
type Sortable = number | string;

/**
 * Keys that the database may see as equal stay in the order given, so that the last of them wins:
 * letters are compared without case, digits as numbers. As given when a key has other letters than
 * ASCII.
 */
export function inKeyOrder<Row extends AnyRow>(
  rows: readonly Row[],
  keys: readonly string[],
): readonly Row[] {
  const entries = rows.map((row) => ({ row, key: keys.map((name) => sortable(row[name])) }));
  if (entries.some(({ key }) => key.includes(null))) return rows;
  return entries
    .sort((a, b) => compareKeys(a.key as Sortable[], b.key as Sortable[])) // no null, as said above
    .map(({ row }) => row);
}

/** Null: no order that the database shares for sure. */
function sortable(value: unknown): Sortable | null {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean' || value instanceof Date) return Number(value);
  if (typeof value !== 'string' || !ASCII.test(value)) return null;
  const text = value.trim();
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? text.toLowerCase() : number;
}

const ASCII = /^[\x20-\x7e]*$/;

function compareKeys(a: readonly Sortable[], b: readonly Sortable[]): number {
  for (const [i, left] of a.entries()) {
    const order = compare(left, b[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function compare(a: Sortable, b: Sortable): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
