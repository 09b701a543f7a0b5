/** What PostgreSQL's catalogue tells of a table that a batch works on. */
import type { PageColumns, Sql, TableRules } from '@longshore/database';
import { quoted } from '../sql.js';

interface IndexRow {
  readonly columns: readonly string[];
  readonly is_unique: boolean;
  /** Of a partial index; null: the index has all rows. */
  readonly predicate: string | null;
}

export async function rulesOf(db: Sql, columns: PageColumns): Promise<TableRules> {
  const [kind] = await db.query<{ kind: string }>(
    'SELECT relkind::text AS kind FROM pg_class WHERE oid = to_regclass($1)',
    [quoted(columns.table)],
  );
  const indexes = await db.query<IndexRow>(
    `SELECT array(SELECT coalesce(attname::text, '') FROM unnest(indkey) WITH ORDINALITY AS part (number, place)
                  LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = number
                  WHERE place <= indnkeyatts ORDER BY place) AS columns,
       indisunique AS is_unique, pg_get_expr(indpred, indrelid) AS predicate
     FROM pg_index WHERE indrelid = to_regclass($1) AND indisvalid`,
    [quoted(columns.table)],
  );
  return {
    isView: kind?.kind === 'v',
    isKeyUnique: indexes.some((index) => isUniqueKey(index, columns)),
    hasPageIndex: indexes.some((index) => isPageIndex(index, columns)),
    createPageIndex: createPageIndex(columns),
  };
}

const isUniqueKey = ({ is_unique, columns, predicate }: IndexRow, { key }: PageColumns): boolean =>
  is_unique && predicate === null && columns.length === 1 && columns[0] === key;

/** By key where the state is new, or by state and key. */
function isPageIndex({ columns, predicate }: IndexRow, page: PageColumns): boolean {
  const [first, second] = columns;
  if (predicate === null) return first === page.state && second === page.key;
  return first === page.key && predicate.includes(page.state) && predicate.includes(page.new);
}

function createPageIndex({ table, key, state, new: flag }: PageColumns): string {
  const name = `${table.split('.').at(-1)}_${state}_pages`;
  return `CREATE INDEX CONCURRENTLY ${quoted(name.replaceAll('.', '_'))} ON ${quoted(table)} (${quoted(key)}) WHERE ${quoted(state)} = '${flag.replaceAll("'", "''")}'`;
}
