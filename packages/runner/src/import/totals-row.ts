/**
 * Tells a row of sums from a row that somebody forgot to fill in. Such a row is an issue, not a
 * notice: only a person can say that `Total` is no product of that name.
 */
import { isBlank } from '@longshore/executors';
import type { TablePart, TableRow } from './import-table.js';
import { holdsNumbers } from './place-columns.js';

/**
 * True when the first filled cell says so, and no other cell of the key or of a required column
 * that holds no number is filled. Where no such column is left, the word must stand in the key, and
 * a number beside it.
 */
export function isTotalsRow(row: TableRow, key: readonly string[]): boolean {
  let first = 0;
  while (first < row.cells.length && isBlank(row.cells[first] ?? null)) first++;
  const word = row.cells[first];
  return typeof word === 'string' && TOTALS.test(word) && isNamedByWord(row, first, key);
}

/** Apart, since most rows end before it: its functions would be made for each of them. */
function isNamedByWord({ cells, part }: TableRow, first: number, key: readonly string[]): boolean {
  const isFilled = ({ index }: Placed) => !isBlank(cells[index] ?? null);
  const isInKey = ({ column }: Placed) => key.includes(column.key);
  const others = part.places.filter(({ index }) => index !== first);
  const naming = others.filter(
    (place) => isInKey(place) || (place.column.required && !holdsNumbers(place.column)),
  );
  if (naming.length > 0) return !naming.some(isFilled);
  const isKey = part.places.some((place) => place.index === first && isInKey(place));
  return isKey && others.some((place) => holdsNumbers(place.column) && isFilled(place));
}

type Placed = TablePart['places'][number];

const TOTALS =
  /^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*和|汇\s*总|(?:grand|sub|sum)?[\s-]*totals?|sums?|summe|gesamt|итого)\s*[:：]?\s*$/iu;
