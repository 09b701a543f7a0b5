/**
 * Rows against the table that an upsert would write them to, without writing them. Used by the
 * preview of an import, and by the import that was confirmed.
 */
import type { Sql } from '@longshore/database';
import { unnested } from './insert.js';
import { columnNames, type KeyedTable } from './keyed-table.js';
import { quoted } from './sql.js';
import { roundsValues, storesAsIs } from './stores-as-is.js';
import { type ColumnFacts, tableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;
/** What would become of a row. */
type Fate = 'create' | 'update' | 'same';

/** The `comparison` of an import whose `save` is one upsert into a table. */
export function compareRows(keyed: KeyedTable) {
  const { table } = keyed;
  const key = [keyed.key].flat();
  const names = columnNames(keyed);
  const keyNames = key.map(names.of);
  const keptRows = `JOIN ${quoted(table)} AS kept ON ${keyNames
    .map((name) => `kept.${quoted(name)} = source.${quoted(name)}`)
    .join(' AND ')}`;

  /** By the position of a row, from 0, what `expression` is of the stored row with its key. */
  async function ofStored<T>(
    rows: readonly AnyRow[],
    expression: string,
    { tx }: { readonly tx: Sql },
    columns: readonly string[],
  ) {
    const { source, values } = await unnested(tx, { table, rows, columns });
    const found = await tx.query<{ readonly at: number; readonly told: T }>(
      `SELECT longshore_position::integer - 1 AS at, ${expression} AS told FROM ${source} ${keptRows}`,
      values,
    );
    return new Map(found.map(({ at, told }) => [at, told]));
  }

  return {
    key,
    /** A text of each stored row, another one once a column differs; null: none has the key. */
    stored: async (
      rows: readonly AnyRow[],
      context: { readonly tx: Sql },
    ): Promise<(string | null)[]> => {
      const [first] = rows;
      if (first === undefined) return [];
      const kept = Object.keys(first).map((property) => `kept.${quoted(names.of(property))}`);
      const digest = `hashtextextended(ROW(${kept.join(', ')})::text, 0)::text`;
      const found = await ofStored<string>(names.rows(rows), digest, context, keyNames);
      return rows.map((_, at) => found.get(at) ?? null);
    },
    /** Null: only a trial can tell. */
    fates: async (
      rows: readonly AnyRow[],
      stored: readonly (string | null)[],
      context: { readonly tx: Sql },
    ): Promise<Fate[] | null> => {
      const written = await writtenColumns(names.rows(rows), context.tx, { table, keyNames });
      if (written === null) return null;
      const there = [...rows.keys()].filter((at) => stored[at] !== null);
      const isSame = written.map(
        ({ name, declared }) =>
          `kept.${quoted(name)} IS NOT DISTINCT FROM source.${quoted(name)}::${declared}`,
      );
      const columns = written.map(({ name }) => name);
      const found =
        there.length === 0
          ? new Map<number, boolean>()
          : await ofStored<boolean>(
              names.rows(there.map((at) => rows[at] ?? {})),
              `(${isSame.join(' AND ')})`,
              context,
              columns,
            );
      const same = new Map(there.map((at, i) => [at, found.get(i)]));
      // a row that went away in between is told as it was seen first
      return rows.map((_, at) => (same.has(at) ? (same.get(at) ? 'same' : 'update') : 'create'));
    },
  };
}

/** The columns that the rows are written to; null: it is not sure that each is stored as it is. */
async function writtenColumns(
  rows: readonly AnyRow[],
  tx: Sql,
  { table, keyNames }: { readonly table: string; readonly keyNames: readonly string[] },
): Promise<readonly ColumnFacts[] | null> {
  const { onlyStores, key, columns } = await tableFacts(tx, table);
  const names = Object.keys(rows[0] ?? {});
  const written = names.flatMap((name) => columns.get(name) ?? []);
  const isPlain =
    onlyStores &&
    written.length === names.length &&
    key.length === keyNames.length &&
    keyNames.every((name) => key.includes(name)) &&
    !written.some((column) => keyNames.includes(column.name) && roundsValues(column)) &&
    [...columns.values()].every(
      ({ name, isRequired, hasDefault }) => !isRequired || hasDefault || names.includes(name),
    ) &&
    rows.every(
      (row) =>
        Object.keys(row).length === names.length &&
        written.every((column) => column.name in row && storesAsIs(row[column.name], column)) &&
        keyNames.every((name) => row[name] !== null && row[name] !== undefined),
    );
  return isPlain ? written : null;
}
