/**
 * What an import needs whose rows go into one table by their key: `save`, what its preview stands
 * on, and for its undo `current` and `remove`.
 */
import { columnNames, type KeyedTable, type Sql } from '@longshore/database';
import { compareRows } from './compare-rows.js';
import { upsert } from './insert.js';
import { quoted, quotedColumn } from './sql.js';
import { literalOf } from './values.js';

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * A `current` for `defineImport`: the rows of these keys, as the table holds them. They are locked,
 * so that who changes one of them meanwhile waits; a plain read would let both end in a deadlock.
 */
export function currentRows(keyed: KeyedTable) {
  const columns = columnNames(keyed);
  return async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<AnyRow[]> => {
    if (keys.length === 0) return [];
    const found = await tx.query<AnyRow>(
      `SELECT * FROM ${quoted(keyed.table)} WHERE ${hasKey(keyed, keys)} FOR UPDATE`,
    );
    return found.map(columns.withProperties);
  };
}

/** A `remove` for `defineImport`: deletes the rows of these keys. */
export const removeRows =
  (keyed: KeyedTable) =>
  async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<void> => {
    if (keys.length > 0)
      await tx.query(`DELETE FROM ${quoted(keyed.table)} WHERE ${hasKey(keyed, keys)}`);
  };

function hasKey(keyed: KeyedTable, keys: readonly AnyRow[]): string {
  const columns = columnNames(keyed);
  const names = [keyed.key].flat().map(columns.of);
  const values = columns
    .rows(keys)
    .map((row) => `(${names.map((name) => literalOf(row[name])).join(',')})`);
  return `(${names.map(quotedColumn).join(',')}) IN (${values.join(',')})`;
}

/**
 * `...upsertInto({ table: 'products', key: 'sku' })` in `defineImport`: rows are inserted or
 * overwritten by their key, a preview knows what would change, where the table only stores what it
 * is given without trying, and the import can be undone.
 */
export function upsertInto(keyed: KeyedTable) {
  const { table, key } = keyed;
  const columns = columnNames(keyed);
  const save = (rows: readonly { readonly value: object }[], { tx }: { readonly tx: Sql }) =>
    upsert<AnyRow>(tx, {
      table,
      key: [key].flat().map(columns.of),
      rows: columns.rows(rows.map(({ value }) => value as AnyRow)), // a row of the import
    });
  return {
    save,
    comparison: { ...compareRows(keyed), save },
    current: currentRows(keyed),
    remove: removeRows(keyed),
  };
}
