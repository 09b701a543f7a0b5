/**
 * Which of the first rows of a sheet is its header: banks and offices write lines before it. Used
 * by imports.
 */
import type { Cell } from './cell.js';

/** Lines before a header are a few: title, author, date, filter. */
const ROWS_SEEN = 50;

/**
 * The index in `rows` of the row with the most known headers, the first one where several have as
 * many; null where no row has one. At most 50 rows are looked at. `isKnown`: whether a text,
 * trimmed, is a header of the importer.
 */
export function findHeader(
  rows: readonly (readonly Cell[])[],
  isKnown: (text: string) => boolean,
): number | null {
  const counts = rows.slice(0, ROWS_SEEN).map((row) => countKnown(row, isKnown));
  const most = Math.max(0, ...counts);
  return most === 0 ? null : counts.indexOf(most);
}

/** A header that stands twice counts once: a row of values may repeat a word. */
function countKnown(row: readonly Cell[], isKnown: (text: string) => boolean): number {
  const texts = row.filter((cell) => typeof cell === 'string').map((text) => text.trim());
  return [...new Set(texts)].filter((text) => text !== '' && isKnown(text)).length;
}
