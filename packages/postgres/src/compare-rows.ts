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
  const isKept = keyNames
    .map((name) => `kept.${quoted(name)} = source.${quoted(name)}`)
    .join(' AND ');

  interface Asked {
    readonly rows: readonly AnyRow[];
    /** Of the rows, those that are sent. */
    readonly columns: readonly string[];
    /** What is told of each stored row: a text without a comma, not empty. */
    readonly expression: string;
  }

  /** In the order of the rows, in one text, which is read in a fraction of the time of rows. */
  async function ofStored({ rows, columns, expression }: Asked, { tx }: { readonly tx: Sql }) {
    const { source, values } = await unnested(tx, { table, rows, columns });
    const [found] = await tx.query<{ readonly told: string }>(
      `SELECT string_agg(coalesce(${expression}, ''), ',' ORDER BY longshore_position) AS told
       FROM ${source} LEFT JOIN ${quoted(table)} AS kept ON ${isKept}`,
      values,
    );
    const told = found?.told.split(',') ?? [];
    if (told.length !== rows.length)
      throw new Error(`The table ${table} has several rows with one key (${keyNames.join(', ')})`);
    return told;
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
      // a row of nulls only would have a digest too
      const expression = `CASE WHEN kept.${quoted(keyNames[0] ?? '')} IS NOT NULL THEN ${digest} END`;
      const asked = { rows: names.rows(rows), columns: keyNames, expression };
      return (await ofStored(asked, context)).map((text) => text || null);
    },
    /** Null: only a trial can tell. */
    fates: async (
      rows: readonly AnyRow[],
      stored: readonly (string | null)[],
      context: { readonly tx: Sql },
    ): Promise<Fate[] | null> => {
      const written = await writtenColumns(names.rows(rows), context.tx, { table, keyNames });
      if (written === null) return null;
      const there = rows.filter((_, at) => stored[at] !== null);
      if (there.length === 0) return rows.map(() => 'create');
      const isSame = written
        .map(({ name, declared }) => {
          const column = quoted(name);
          return `kept.${column} IS NOT DISTINCT FROM source.${column}::${declared}`;
        })
        .join(' AND ');
      const asked = {
        rows: names.rows(there),
        columns: written.map(({ name }) => name),
        expression: `CASE WHEN ${isSame} THEN 'same' END`,
      };
      const same = await ofStored(asked, context);
      let next = 0;
      return rows.map((_, at) => {
        if (stored[at] === null) return 'create';
        return same[next++] === 'same' ? 'same' : 'update';
      });
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
    );
  if (!isPlain) return null;
  const checks = written.map((column) => ({ name: column.name, storesIt: storesAsIs(column) }));
  const storesAll = rows.every(
    (row) =>
      countOf(row) === names.length &&
      checks.every(({ name, storesIt }) => name in row && storesIt(row[name])) &&
      keyNames.every((name) => row[name] !== null && row[name] !== undefined),
  );
  return storesAll ? written : null;
}

/** Properties of a row, without a list of them. */
function countOf(row: AnyRow): number {
  let count = 0;
  for (const _ in row) count++;
  return count;
}
