/**
 * Rows against the table that an upsert would write them to, without writing them. Used by the
 * preview of an import, and by the import that was confirmed.
 */
import { columnNames, type KeyedTable, type Sql } from '@longshore/database';
import { unnested } from './insert.js';
import { keptTexts, saveKept } from './kept-upsert.js';
import { plainColumns, storesAll, type WrittenColumn } from './plain-columns.js';
import { columnLiterals, stateOf, typedSource } from './row-columns.js';
import { quoted } from './sql.js';
import { tableFacts } from './table-facts.js';

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
  const hasKey = keyNames
    .map((name) => `kept.${quoted(name)} = source.${quoted(name)}`)
    .join(' AND ');
  // a row of nulls only would have a state too
  const isThere = `kept.${quoted(keyNames[0] ?? '')} IS NOT NULL`;

  /**
   * Of each row that is there `expression`, a text without a comma, of any other ''. All in one
   * text, which is read in a fraction of the time of rows.
   */
  async function tell(
    tx: Sql,
    { source, values, rows }: { source: string; values: readonly unknown[]; rows: number },
    expression: string,
  ): Promise<string[]> {
    const [found] = await tx.query<{ readonly told: string }>(
      `SELECT string_agg(CASE WHEN ${isThere} THEN ${expression} ELSE '' END, ',' ORDER BY longshore_position) AS told
       FROM ${source} LEFT JOIN ${quoted(table)} AS kept ON ${hasKey}`,
      values,
    );
    const told = found?.told.split(',') ?? [];
    if (told.length === rows) return told;
    throw new Error(`The table ${table} has several rows with one key (${keyNames.join(', ')})`);
  }

  /** A number of each stored row, another one once a column differs; null: none has the key. */
  async function stored(rows: readonly AnyRow[], { tx }: Context): Promise<(string | null)[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const facts = await tableFacts(tx, table);
    const keys = { table, rows: names.rows(rows), columns: keyNames };
    const { source, values } = await unnested(tx, keys);
    const state = stateOf(facts, Object.keys(first).map(names.of));
    const told = await tell(tx, { source, values, rows: rows.length }, `${state}::text`);
    return told.map((text) => text || null);
  }

  return {
    key,
    stored,
    compare: async (rows: readonly AnyRow[], { tx }: Context) => {
      const [first = {}] = rows;
      const properties = Object.keys(first).map((property) => ({
        property,
        name: names.of(property),
      }));
      const facts = await tableFacts(tx, table);
      const columns = plainColumns(facts, keyNames, properties);
      if (rows.length === 0 || columns === null || !storesAll(rows, columns))
        return { states: await stored(rows, { tx }), fates: null, kept: null };
      const literals = columnLiterals(rows, columns);
      const asked = {
        source: typedSource(columns, 'WITH ORDINALITY'),
        values: literals,
        rows: rows.length,
      };
      const state = stateOf(
        facts,
        columns.map(({ name }) => name),
      );
      const expression = `${state} || ' ' || kept.xmin || ' ' || (${changesOf(columns)})`;
      const { states, writtenBy, fates, changed } = marksOf(await tell(tx, asked, expression));
      return {
        states,
        fates,
        kept: keptTexts({
          rows,
          marks: { states, writtenBy },
          fates,
          columns,
          changed: columns.filter((_, i) => (changed & bitOf(i)) !== 0),
          keyNames,
          literals,
        }),
      };
    },
    saveKept: (kept: readonly string[], { tx }: Context) => saveKept(kept, tx, { table, keyNames }),
  };
}

/** Columns that share a bit are told apart no further. */
const BITS = 31;
const bitOf = (column: number): number => 1 << (column % BITS);

/** A number with the bits of the columns that an upsert would change. */
const changesOf = (columns: readonly WrittenColumn[]): string =>
  columns
    .map(({ name, declared }, i) => {
      const column = quoted(name);
      return `CASE WHEN kept.${column} IS DISTINCT FROM source.${column}::${declared} THEN ${bitOf(i)} ELSE 0 END`;
    })
    .join(' | ');

/** What was told of rows, in their order; '' of one that is not there. */
function marksOf(told: readonly string[]) {
  const states: (string | null)[] = [];
  const writtenBy: (string | null)[] = [];
  const fates: Fate[] = [];
  let changed = 0;
  for (const text of told) {
    const stateEnd = text.indexOf(' ');
    if (stateEnd === -1) {
      states.push(null);
      writtenBy.push(null);
      fates.push('create');
      continue;
    }
    const writerEnd = text.indexOf(' ', stateEnd + 1);
    const changes = Number(text.slice(writerEnd + 1));
    states.push(text.slice(0, stateEnd));
    writtenBy.push(text.slice(stateEnd + 1, writerEnd));
    fates.push(changes === 0 ? 'same' : 'update');
    changed |= changes;
  }
  return { states, writtenBy, fates, changed };
}
