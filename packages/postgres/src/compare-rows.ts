/**
 * Rows against the table that an upsert would write them to, without writing them. Used by the
 * preview of an import, and by the import that was confirmed.
 */
import { columnNames, type KeyedTable, type Sql } from '@longshore/database';
import { unnested } from './insert.js';
import { keptTexts, saveKept } from './kept-upsert.js';
import { plainColumns, storesAll, type WrittenColumn } from './plain-columns.js';
import { columnLiterals, type RowMark, stateOf, typedSource } from './row-columns.js';
import { quoted } from './sql.js';

type AnyRow = Readonly<Record<string, unknown>>;
/** What would become of a row. */
type Fate = 'create' | 'update' | 'same';

/** What the rows are looked up with. */
export interface Context {
  readonly tx: Sql;
}

/** The `comparison` of an import whose `save` is one upsert into a table. */
export function compareRows(keyed: KeyedTable) {
  const { table } = keyed;
  const key = [keyed.key].flat();
  const names = columnNames(keyed);
  const keyNames = key.map(names.of);
  const target = { table, keyNames };
  const isKept = keyNames
    .map((name) => `kept.${quoted(name)} = source.${quoted(name)}`)
    .join(' AND ');

  /** In the order of the rows, in one text, which is read in a fraction of the time of rows. */
  async function tell(tx: Sql, source: string, values: readonly unknown[], expression: string) {
    const [found] = await tx.query<{ readonly told: string }>(
      `SELECT string_agg(coalesce(${expression}, ''), ',' ORDER BY longshore_position) AS told
       FROM ${source} LEFT JOIN ${quoted(table)} AS kept ON ${isKept}`,
      values,
    );
    return found?.told.split(',') ?? [];
  }

  /** Of each stored row `expression`, a text without a comma; of a row that is not there ''. */
  async function ofStored(rows: readonly AnyRow[], tx: Sql, expression: string) {
    const keys = names.rows(rows);
    const { source, values } = await unnested(tx, { table, rows: keys, columns: keyNames });
    // a row of nulls only would have a state too
    const isThere = `kept.${quoted(keyNames[0] ?? '')} IS NOT NULL`;
    const told = await tell(tx, source, values, `CASE WHEN ${isThere} THEN ${expression} END`);
    if (told.length !== rows.length)
      throw new Error(`The table ${table} has several rows with one key (${keyNames.join(', ')})`);
    return told;
  }

  const stateIn = (row: AnyRow) => `${stateOf(Object.keys(row).map(names.of))}::text`;

  return {
    key,
    /** A number of each stored row, another one once a column differs; null: none has the key. */
    stored: async (rows: readonly AnyRow[], { tx }: Context): Promise<(string | null)[]> => {
      const [first] = rows;
      if (first === undefined) return [];
      return (await ofStored(rows, tx, stateIn(first))).map((text) => text || null);
    },
    compare: async (rows: readonly AnyRow[], { tx }: Context) => {
      const [first] = rows;
      if (first === undefined) return { states: [], fates: [], kept: null };
      const marks = (await ofStored(rows, tx, `${stateIn(first)} || ' ' || kept.xmin`)).map(markOf);
      const states = marks.map((mark) => mark?.state ?? null);
      const columns = await plainColumns(tx, target, Object.keys(first).map(withColumn));
      const isSure = columns !== null && storesAll(rows, columns);
      if (!isSure) return { states, fates: null, kept: null };
      const there = rows.filter((_, i) => marks[i] !== null);
      const literals = columnLiterals(there, columns);
      const fates = fatesOf(marks, await sameRows(tx, columns, literals));
      const kept = keptTexts({ rows, marks, fates, columns, keyNames, there: literals });
      return { states, fates, kept };
    },
    saveKept: (kept: readonly string[], { tx }: Context) => saveKept(kept, tx, target),
  };

  function withColumn(property: string) {
    return { property, name: names.of(property) };
  }

  /** Of rows that are there, whether an upsert would change nothing. */
  async function sameRows(
    tx: Sql,
    columns: readonly WrittenColumn[],
    literals: readonly string[],
  ): Promise<readonly boolean[]> {
    if (literals[0] === '{}') return [];
    const isSame = columns
      .map(({ name, declared }) => {
        const column = quoted(name);
        return `kept.${column} IS NOT DISTINCT FROM source.${column}::${declared}`;
      })
      .join(' AND ');
    const told = await tell(
      tx,
      typedSource(columns, 'WITH ORDINALITY'),
      literals,
      `CASE WHEN ${isSame} THEN 'same' END`,
    );
    return told.map((text) => text === 'same');
  }
}

function markOf(text: string): RowMark | null {
  const at = text.indexOf(' ');
  return at === -1 ? null : { state: text.slice(0, at), writtenBy: text.slice(at + 1) };
}

function fatesOf(marks: readonly (RowMark | null)[], isSame: readonly boolean[]): Fate[] {
  let next = 0;
  return marks.map((mark) => {
    if (mark === null) return 'create';
    return isSame[next++] === true ? 'same' : 'update';
  });
}
