/** What the catalogue of MySQL and MariaDB tells of a table that a batch works on. */
import type { PageColumns, Sql, SqlText, TableRules } from '@longshore/database';
import { builder, quoted, quotedColumn } from '../sql.js';
import { literalOf } from '../values.js';

const { sql } = builder;

interface IndexRow {
  readonly name: string;
  readonly is_repeated: number;
  readonly column_name: string | null;
}

interface Index {
  readonly name: string;
  readonly isUnique: boolean;
  readonly columns: readonly (string | null)[];
}

/** A condition on a view of the catalogue: `table` or `schema.table`. */
export function inSchema(table: string): SqlText {
  const [name = '', schema] = table.split('.').reverse();
  const isSchema = schema === undefined ? sql`DATABASE()` : sql`${schema}`;
  return sql`TABLE_SCHEMA = ${isSchema} AND TABLE_NAME = ${name}`;
}

export async function rulesOf(db: Sql, columns: PageColumns): Promise<TableRules> {
  const where = inSchema(columns.table).inlined(literalOf);
  const [kind] = await db.query<{ kind: string }>(
    `SELECT TABLE_TYPE AS kind FROM information_schema.TABLES WHERE ${where}`,
  );
  const parts = await db.query<IndexRow>(
    `SELECT INDEX_NAME AS name, NON_UNIQUE AS is_repeated, COLUMN_NAME AS column_name FROM information_schema.STATISTICS
     WHERE ${where} ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
  );
  const indexes = indexesOf(parts);
  return {
    isView: kind?.kind === 'VIEW',
    isKeyUnique: indexes.some((index) => isUniqueKey(index, columns)),
    hasPageIndex: indexes.some((index) => isPageIndex(index, indexes, columns)),
    createPageIndex: createPageIndex(columns),
  };
}

function indexesOf(parts: readonly IndexRow[]): Index[] {
  const byName = new Map<string, IndexRow[]>();
  for (const part of parts) byName.set(part.name, [...(byName.get(part.name) ?? []), part]);
  return [...byName].map(([name, rows]) => ({
    name,
    isUnique: Number(rows[0]?.is_repeated) === 0,
    columns: rows.map(({ column_name }) => column_name),
  }));
}

const isUniqueKey = ({ isUnique, columns }: Index, { key }: PageColumns): boolean =>
  isUnique && columns.length === 1 && columns[0] === key;

/** An index by the state alone holds the primary key behind it. */
function isPageIndex(
  { columns: [first, second] }: Index,
  all: readonly Index[],
  { state, key }: PageColumns,
): boolean {
  const isPrimary = all.some(({ name, columns }) => name === 'PRIMARY' && columns[0] === key);
  return first === state && (second === key || (second === undefined && isPrimary));
}

function createPageIndex({ table, key, state }: PageColumns): string {
  const name = `${table.split('.').at(-1)}_${state}_pages`;
  return `CREATE INDEX ${quotedColumn(name)} ON ${quoted(table)} (${quotedColumn(state)}, ${quotedColumn(key)})`;
}
