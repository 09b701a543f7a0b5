/**
 * The columns that rows are written to, where it is sure that each value is stored as it is. Used
 * by the comparison of an import.
 */
import { roundsValues, storesAsIs } from './stores-as-is.js';
import type { ColumnFacts, TableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** A column, and the property of the rows that is written to it. */
export interface WrittenColumn extends ColumnFacts {
  readonly property: string;
}

/** Null: the table does more than to store rows that have these columns. */
export function plainColumns(
  { onlyStores, key, columns }: TableFacts,
  keyNames: readonly string[],
  names: readonly Pick<WrittenColumn, 'property' | 'name'>[],
): readonly WrittenColumn[] | null {
  const written = names.flatMap(({ property, name }) => {
    const facts = columns.get(name);
    return facts === undefined ? [] : [{ ...facts, property }];
  });
  const isWritten = new Set(written.map(({ name }) => name));
  const isPlain =
    onlyStores &&
    written.length === names.length &&
    key.length === keyNames.length &&
    keyNames.every((name) => key.includes(name)) &&
    !written.some((column) => keyNames.includes(column.name) && roundsValues(column)) &&
    [...columns.values()].every(
      ({ name, isRequired, hasDefault }) => !isRequired || hasDefault || isWritten.has(name),
    );
  // a key is never null, whatever the table says
  const asKey = (column: WrittenColumn) =>
    keyNames.includes(column.name) ? { ...column, isRequired: true } : column;
  return isPlain ? written.map(asKey) : null;
}

/** Whether each row has all of these values and no other, and each is stored as it is. */
export const storesAll = (rows: readonly AnyRow[], columns: readonly WrittenColumn[]): boolean =>
  rows.every((row) => countOf(row) === columns.length) &&
  columns.every((column) => {
    const storesIt = storesAsIs(column);
    const { property } = column;
    return rows.every((row) => property in row && storesIt(row[property]));
  });

/** Properties of a row, without a list of them. */
function countOf(row: AnyRow): number {
  let count = 0;
  for (const _ in row) count++;
  return count;
}
