/**
 * Finds the column that a misspelt header means. Used by the notice of columns not read, and by the
 * error of a header that does not fit.
 */
import { type Column, headerKey, isBlank } from '@longshore/executors';
import { isPlaced, type PlacedColumns } from './place-columns.js';

/** The column whose header is nearest to a text; null: none is near. */
export function nearestColumn(text: string, columns: readonly Column[]): Column | null {
  const name = headerKey(text);
  let nearest: Column | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    for (const known of [column.header, ...column.aliases].map(headerKey)) {
      const most = Math.min(farthest(name, known), least - 1);
      if (Math.abs(name.length - known.length) > most) continue;
      const distance = editDistance(name, known);
      if (distance > most) continue;
      least = distance;
      nearest = column;
    }
  }
  return nearest;
}

/** A third of the letters may be wrong, at most three: two short words differ by one letter. */
const farthest = (a: string, b: string): number =>
  Math.min(3, Math.floor(Math.max(a.length, b.length) / 3));

/**
 * Insertions, deletions, replacements and swaps of neighbours that make one text the other (optimal
 * string alignment).
 */
function editDistance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (twoAbove[j - 2] ?? 0) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [twoAbove, above] = [above, row];
  }
  return above[b.length] ?? 0;
}

interface ReadHeader extends Pick<PlacedColumns, 'places'> {
  readonly header: readonly string[];
}

/** Headers that feed nothing, and the columns that they may mean; each column once. */
export function nearColumns(
  head: ReadHeader,
  columns: readonly Column[],
): { readonly text: string; readonly column: Column }[] {
  const free = new Set(columns.filter((column) => !isFound(head, column)));
  return head.header.flatMap((text, index) => {
    if (isBlank(text) || isPlaced(head, index)) return [];
    const column = nearestColumn(text, [...free]);
    if (column === null) return [];
    free.delete(column);
    return [{ text, column }];
  });
}

const isFound = ({ places, header }: ReadHeader, wanted: Column): boolean =>
  places.some(({ column, index }) => column === wanted && index < header.length);
