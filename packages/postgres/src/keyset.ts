/**
 * All rows of a query in pages, each found by the key of the row before (`(a, b) > ($1, $2)`),
 * never by OFFSET:
 * the last page costs what the first does. Used by the `rows` of an export.
 */
import type { Pages, Sql } from '@longshore/database';
import pg from 'pg';
import { type Key, type PageSource, pageByPage } from './page-by-page.js';
import { type PageStatement, rawPages } from './raw-pages.js';
import { SqlText, sql } from './sql.js';

export interface KeysetQuery {
  /** A SELECT without ORDER BY and LIMIT. */
  readonly query: SqlText;
  /**
   * Output columns of the query that together are unique and never null. An index on them makes
   * pages cheap.
   */
  readonly orderBy: readonly string[];
  readonly descending?: boolean;
  /** Rows of a page. Default 5,000. */
  readonly pageRows?: number;
  /** At most so many rows in all. */
  readonly limit?: number | undefined;
}

const DEFAULT_PAGE_ROWS = 5_000;

/**
 * The next page is asked for while the last is being used. `count()` is the number of rows in all;
 * `raw()` gives the pages as the server copies them out.
 */
export function keyset<Row = Record<string, unknown>>(db: Sql, options: KeysetQuery): Pages<Row> {
  const {
    query,
    orderBy,
    limit = Number.POSITIVE_INFINITY,
    pageRows = DEFAULT_PAGE_ROWS,
  } = options;
  const bounds = { limit, pageRows: Math.max(pageRows, 1) };
  const statement: PageStatement = (select, after, rows) =>
    pageQuery(options, { select, after, rows });
  // What the query selects is its author's word.
  const ordinary = () =>
    pageByPage(valuePages(db, { ...bounds, orderBy, statement })) as AsyncGenerator<Row[]>;
  return {
    count: () => count(db, options),
    // Whoever copies these pages and puts his own rows in their place must not get ours.
    async raw(keys) {
      if (this[Symbol.asyncIterator] !== ordinary) return null;
      return rawPages(db, { ...bounds, query, orderBy, statement }, keys);
    },
    [Symbol.asyncIterator]: ordinary,
  };
}

async function count(
  db: Sql,
  { query, limit = Number.POSITIVE_INFINITY }: KeysetQuery,
): Promise<number> {
  const { text, values } = sql`SELECT count(*) AS rows FROM (${query}) AS counted`;
  const [counted] = await db.query<{ rows: number }>(text, values);
  return Math.min(counted?.rows ?? 0, limit);
}

type AnyRow = Readonly<Record<string, unknown>>;

interface ValuePages {
  readonly pageRows: number;
  readonly limit: number;
  readonly orderBy: readonly string[];
  readonly statement: PageStatement;
}

/** Times lose their microseconds as a Date: once a key has one, keys travel as text. */
function valuePages(
  db: Sql,
  { pageRows, limit, orderBy, statement }: ValuePages,
): PageSource<AnyRow[]> {
  let asText = false;
  const select = (after: Key | null, rows: number): Promise<AnyRow[]> => {
    const { text, values } = statement(selectAll(orderBy, asText), after, rows);
    return db.query<AnyRow>(text, values);
  };
  const keyOf = (page: readonly AnyRow[]): Key => lastKey(page, orderBy, asText);
  const ask = async (after: Key | null, rows: number): Promise<AnyRow[]> => {
    const page = await select(after, rows);
    if (asText || page.length === 0 || !keyOf(page).some((value) => value instanceof Date))
      return page;
    asText = true;
    return select(after, rows);
  };
  return { pageRows, limit, ask, keyOf };
}

interface PageQuery {
  /** Columns of `page`. */
  readonly select: SqlText;
  readonly after: Key | null;
  readonly rows: number;
}

function pageQuery(
  { query, orderBy, descending = false }: KeysetQuery,
  { select, after, rows }: PageQuery,
): SqlText {
  const columns = orderBy.map(pg.escapeIdentifier);
  const key = new SqlText([`(${columns.join(', ')})`], []);
  const condition =
    after === null ? sql`TRUE` : sql`${key} ${descending ? sql`<` : sql`>`} (${list(after)})`;
  const order = new SqlText(
    [columns.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ')],
    [],
  );
  return sql`SELECT ${select} FROM (${query}) AS page WHERE ${condition} ORDER BY ${order} LIMIT ${rows}`;
}

/** All columns, and those of the key as text where asked. */
function selectAll(orderBy: readonly string[], asText: boolean): SqlText {
  const texts = asText
    ? orderBy.map((column, i) => `, ${pg.escapeIdentifier(column)}::text AS ${keyText(i)}`)
    : [];
  return new SqlText([`page.*${texts.join('')}`], []);
}

const list = (values: Key): SqlText =>
  values.map((value) => sql`${value}`).reduce((all, value) => sql`${all}, ${value}`);

const keyText = (index: number): string => `longshore_key_${index}`;

function lastKey(page: readonly AnyRow[], orderBy: readonly string[], asText: boolean): Key {
  return orderBy.map((column, index) => {
    const value = page.at(-1)?.[asText ? keyText(index) : column];
    if (value === null || value === undefined)
      throw new Error(
        `keyset: the column "${column}" of orderBy is null or not selected; pages need a full key`,
      );
    return value;
  });
}
