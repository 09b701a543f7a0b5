/**
 * What an import needs whose rows go into one table by their key: `save`, what its preview stands
 * on, and for its undo `current` and `remove`.
 */
import { columnNames, type KeyedTable, type Sql } from '@longshore/database';
import { compareRows } from './compare-rows.js';
import { unnested, upsert } from './insert.js';
import { quoted } from './sql.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** A `current` for `defineImport`: the rows of these keys, as the table holds them. */
export function currentRows(keyed: KeyedTable) {
  const { table, key } = keyed;
  const columns = columnNames(keyed);
  const names = [key].flat().map(columns.of);
  return async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<AnyRow[]> => {
    if (keys.length === 0) return [];
    const rows = columns.rows(keys);
    const { source, values } = await unnested(tx, { table, rows, columns: names });
    const isWanted = names.map((name) => `kept.${quoted(name)} = source.${quoted(name)}`);
    const found = await tx.query<AnyRow>(
      `SELECT kept.* FROM ${source} JOIN ${quoted(table)} AS kept ON ${isWanted.join(' AND ')}`,
      values,
    );
    return found.map(columns.withProperties);
  };
}

/** A `remove` for `defineImport`: deletes the rows of these keys. */
export function removeRows(keyed: KeyedTable) {
  const { table, key } = keyed;
  const columns = columnNames(keyed);
  const names = [key].flat().map(columns.of);
  return async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<void> => {
    if (keys.length === 0) return;
    const rows = columns.rows(keys);
    const { source, values } = await unnested(tx, { table, rows, columns: names });
    const isWanted = names.map((name) => `kept.${quoted(name)} = source.${quoted(name)}`);
    await tx.query(
      `DELETE FROM ${quoted(table)} AS kept USING ${source} WHERE ${isWanted.join(' AND ')}`,
      values,
    );
  };
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
    current: currentRows(keyed),
    comparison: { ...compareRows(keyed), save },
    remove: removeRows(keyed),
  };
}
