/**
 * What an import needs whose rows go into one table by their key: `save`, `current` for its preview
 * and its undo, `remove` for its undo.
 */
import type { Sql } from '@longshore/database';
import { unnested, upsert } from './insert.js';
import { quoted } from './sql.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** Where the rows of an import stand. */
export interface KeyedTable {
  /** `table` or `schema.table`. */
  readonly table: string;
  /** The properties that are the key, as `key` of the import. */
  readonly key: string | readonly string[];
  /** Names of columns by property, where they differ: `{ stockCode: 'stock_code' }`. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** A `current` for `defineImport`: the rows of these keys, as the table holds them. */
export function currentRows({ table, key, columns = {} }: KeyedTable) {
  const columnOf = (property: string) => columns[property] ?? property;
  const names = [key].flat().map(columnOf);
  return async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<AnyRow[]> => {
    if (keys.length === 0) return [];
    const rows = keys.map((one) => inColumns(one, columnOf));
    const { source, values } = await unnested(tx, { table, rows, columns: names });
    const isWanted = names.map((name) => `kept.${quoted(name)} = source.${quoted(name)}`);
    const found = await tx.query<AnyRow>(
      `SELECT kept.* FROM ${source} JOIN ${quoted(table)} AS kept ON ${isWanted.join(' AND ')}`,
      values,
    );
    return found.map((row) => withProperties(row, columns));
  };
}

/** A `remove` for `defineImport`: deletes the rows of these keys. */
export function removeRows({ table, key, columns = {} }: KeyedTable) {
  const columnOf = (property: string) => columns[property] ?? property;
  const names = [key].flat().map(columnOf);
  return async (keys: readonly AnyRow[], { tx }: { readonly tx: Sql }): Promise<void> => {
    if (keys.length === 0) return;
    const rows = keys.map((one) => inColumns(one, columnOf));
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
 * overwritten by their key, a preview knows what would change, and the import can be undone.
 */
export const upsertInto = ({ table, key, columns = {} }: KeyedTable) => ({
  save: (rows: readonly { readonly value: object }[], { tx }: { readonly tx: Sql }) =>
    upsert<AnyRow>(tx, {
      table,
      key: [key].flat().map((property) => columns[property] ?? property),
      rows: rows.map(({ value }) =>
        inColumns({ ...value }, (property) => columns[property] ?? property),
      ),
    }),
  current: currentRows({ table, key, columns }),
  remove: removeRows({ table, key, columns }),
});

const inColumns = (row: AnyRow, columnOf: (property: string) => string): AnyRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), value]));

/** The row as it stands, and its values under the names of properties. */
const withProperties = (row: AnyRow, columns: Readonly<Record<string, string>>): AnyRow => ({
  ...row,
  ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, row[column]])),
});
