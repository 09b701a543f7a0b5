/**
 * The columns that rows are written to, where it is sure what the server makes of each value. Used
 * by the comparison of an import.
 */
import { roundsValues, storesAsIs } from './stores-as-is.js';
import type { ColumnFacts, TableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** A column, and the property of the rows that is written to it. */
export interface WrittenColumn extends ColumnFacts {
  readonly property: string;
  readonly isKey: boolean;
}

/** The name of the unique index of these columns; null: there is none. */
export function indexOf({ uniqueKeys }: TableFacts, keyNames: readonly string[]): string | null {
  const isOfKey = (names: readonly string[]) =>
    names.length === keyNames.length && keyNames.every((name) => names.includes(name));
  return [...uniqueKeys].find(([, names]) => isOfKey(names))?.[0] ?? null;
}

/** Null: the table does more than to store rows that have these columns. */
export function plainColumns(
  facts: TableFacts,
  keyNames: readonly string[],
  names: readonly Pick<WrittenColumn, 'property' | 'name'>[],
): readonly WrittenColumn[] | null {
  const written = names.flatMap(({ property, name }) => {
    const column = facts.columns.get(name);
    const isKey = keyNames.includes(name);
    // a key is never null, whatever the table says
    const isRequired = isKey || column?.isRequired === true;
    return column === undefined ? [] : [{ ...column, property, isKey, isRequired }];
  });
  const isWritten = new Set(written.map(({ name }) => name));
  const isPlain =
    facts.onlyStores &&
    written.length === names.length &&
    facts.uniqueKeys.size === 1 &&
    indexOf(facts, keyNames) !== null &&
    !written.some((column) => column.isKey && roundsValues(column)) &&
    [...facts.columns.values()].every(
      ({ name, isRequired, hasDefault }) => !isRequired || hasDefault || isWritten.has(name),
    );
  return isPlain ? written : null;
}

/** Whether each row has all of these values and no other, and each is stored as is known. */
export const storesAll = (rows: readonly AnyRow[], columns: readonly WrittenColumn[]): boolean =>
  rows.every((row) => Object.keys(row).length === columns.length) &&
  columns.every((column) => {
    const storesIt = storesAsIs(column);
    const { property } = column;
    return rows.every((row) => property in row && storesIt(row[property]));
  });
