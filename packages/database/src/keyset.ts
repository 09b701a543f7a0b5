/**
 * All rows of a query in pages, each found by the key of the last row before the page, never by
 * OFFSET: the last page costs what the first page costs. An adapter makes its `keyset` of this.
 */
import { type Key, type PageSource, pageByPage } from './page-by-page.js';
import { isDigits, isPageKey } from './page-key.js';
import type { EncodedPages, Pages } from './pages.js';
import type { Sql } from './sql.js';
import type { SqlBuilder, SqlText } from './sql-text.js';

/** A query that is read in pages. */
export interface KeysetQuery {
  /** A SELECT without ORDER BY and LIMIT. */
  readonly query: SqlText;
  /**
   * Output columns of the query that together are unique and never null. An index on these columns
   * makes pages cheap.
   */
  readonly orderBy: readonly string[];
  readonly descending?: boolean;
  /** Rows of a page. Default 5,000. */
  readonly pageRows?: number;
  /** At most so many rows in all. */
  readonly limit?: number | undefined;
}

/** The statement of the page after a key, of `select`ed columns of `page`. */
export type PageStatement = (select: SqlText, after: Key | null, rows: number) => SqlText;

/** What an adapter needs to read encoded pages. */
export interface EncodedQuery {
  readonly query: SqlText;
  readonly orderBy: readonly string[];
  readonly pageRows: number;
  readonly limit: number;
  readonly after: Key | null;
  readonly statement: PageStatement;
}

/** A row as the database returns it. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** What `keyset` must know of a database. */
export interface KeysetDialect extends SqlBuilder {
  /** The condition of the rows after `key`, in the order of quoted `columns`. */
  after(columns: readonly string[], key: Key, descending: boolean): SqlText;
  /** A quoted column as text that holds all digits of a timestamp. */
  asText(column: string): string;
  /** Whether a column that came as text holds numbers, which a statement must carry as such. */
  isNumber?(page: readonly AnyRow[], column: string): boolean;
  /** Digits as a statement carries them without loss. Default: as text. */
  exactNumber?(digits: string): unknown;
  encoded?(db: Sql, query: EncodedQuery, keys: readonly string[]): Promise<EncodedPages | null>;
}

const DEFAULT_PAGE_ROWS = 5_000;

/** Where the pages begin: behind a key, and behind so many rows. */
interface Start {
  readonly after: Key | null;
  readonly rows: number;
}

const FIRST_ROW: Start = { after: null, rows: 0 };

/**
 * Makes the `keyset` of an adapter: the reader asks for the next page while it uses the last.
 * `start` is for the pages of a process that goes on.
 */
export function keysetPages<Row>(
  dialect: KeysetDialect,
  db: Sql,
  options: KeysetQuery,
  start: Start = FIRST_ROW,
): Pages<Row> {
  const {
    query,
    orderBy,
    limit = Number.POSITIVE_INFINITY,
    pageRows = DEFAULT_PAGE_ROWS,
  } = options;
  const { after } = start;
  const bounds = { limit: limit - start.rows, pageRows: Math.max(pageRows, 1), after };
  const statement: PageStatement = (select, key, rows) =>
    pageQuery(dialect, options, { select, after: key, rows });
  // What the query selects is its author's word.
  const ordinary = () =>
    pageByPage(valuePages(dialect, db, { ...bounds, orderBy, query, statement })) as AsyncGenerator<
      Row[]
    >;
  const { encoded } = dialect;
  return {
    count: () => count(dialect, db, { ...options, limit: bounds.limit }, after),
    [Symbol.asyncIterator]: ordinary,
    // Whoever copies these pages and puts other rows in their place must not get these rows.
    ...(encoded !== undefined && {
      async encoded(this: Pages<Row>, keys: readonly string[]) {
        if (this[Symbol.asyncIterator] !== ordinary) return null;
        return encoded(db, { ...bounds, query, orderBy, statement }, keys);
      },
    }),
    places(this: Pages<Row>) {
      if (this[Symbol.asyncIterator] !== ordinary) return null;
      return {
        query: [query.text, query.values, orderBy, options.descending ?? false, pageRows, limit],
        keyOf: (page) => {
          // The query's rows are objects; keyset's own pages, no copies, come in here.
          const key = lastKey(dialect, page as readonly AnyRow[], orderBy);
          return isPageKey(key) ? key : null;
        },
        after: (key, rows) => keysetPages(dialect, db, options, { after: key, rows }),
      };
    },
  };
}

async function count(
  dialect: KeysetDialect,
  db: Sql,
  options: KeysetQuery & { readonly limit: number },
  after: Key | null,
): Promise<number> {
  const { sql } = dialect;
  const { query, limit } = options;
  const condition = conditionAfter(dialect, options, after);
  const { text, values } =
    sql`SELECT count(*) AS row_count FROM (${query}) AS page WHERE ${condition}`;
  const [counted] = await db.query<{ row_count: number }>(text, values);
  return Math.min(counted?.row_count ?? 0, limit);
}

function conditionAfter(
  dialect: KeysetDialect,
  { orderBy, descending = false }: KeysetQuery,
  after: Key | null,
): SqlText {
  if (after === null) return dialect.sql`TRUE`;
  const columns = orderBy.map((column) => quotedColumn(dialect, column));
  const { exactNumber = (digits: string) => digits } = dialect;
  const key = after.map((value) => (isDigits(value) ? exactNumber(value.digits) : value));
  return dialect.after(columns, key, descending);
}

/** A Date loses microseconds: once a key holds a Date, keys are selected as text, too. */
function valuePages(
  dialect: KeysetDialect,
  db: Sql,
  { pageRows, limit, after: first, orderBy, statement }: EncodedQuery,
): PageSource<AnyRow[]> {
  let asText = false;
  const select = (after: Key | null, rows: number): Promise<AnyRow[]> => {
    const { text, values } = statement(selectAll(dialect, orderBy, asText), after, rows);
    return db.query<AnyRow>(text, values);
  };
  const keyOf = (page: readonly AnyRow[]): Key => lastKey(dialect, page, orderBy);
  const ask = async (after: Key | null, rows: number): Promise<AnyRow[]> => {
    const page = await select(after, rows);
    if (asText || page.length === 0 || !keyOf(page).some((value) => value instanceof Date))
      return page;
    asText = true;
    return select(after, rows);
  };
  return { pageRows, limit, after: first, ask, keyOf };
}

interface PageQuery {
  /** Columns of `page`. */
  readonly select: SqlText;
  readonly after: Key | null;
  readonly rows: number;
}

function pageQuery(
  dialect: KeysetDialect,
  options: KeysetQuery,
  { select, after, rows }: PageQuery,
): SqlText {
  const { query, orderBy, descending = false } = options;
  const { sql, verbatim } = dialect;
  const condition = conditionAfter(dialect, options, after);
  const order = orderBy
    .map((column) => `${quotedColumn(dialect, column)} ${descending ? 'DESC' : 'ASC'}`)
    .join(', ');
  return sql`SELECT ${select} FROM (${query}) AS page WHERE ${condition} ORDER BY ${verbatim(order)} LIMIT ${rows}`;
}

/** All columns, and those of the key as text where asked. */
function selectAll(dialect: KeysetDialect, orderBy: readonly string[], asText: boolean): SqlText {
  const texts = asText
    ? orderBy.map(
        (column, i) => `, ${dialect.asText(quotedColumn(dialect, column))} AS ${keyText(i)}`,
      )
    : [];
  return dialect.verbatim(`page.*${texts.join('')}`);
}

/** A point in an output column's name is a part of the name. */
const quotedColumn = ({ dialect }: KeysetDialect, column: string): string =>
  dialect.quotedColumn(column);

const keyText = (index: number): string => `longshore_key_${index}`;

function lastKey(dialect: KeysetDialect, page: readonly AnyRow[], orderBy: readonly string[]): Key {
  return orderBy.map((column, index) => {
    const row = page.at(-1);
    const value = row?.[column];
    if (value === null || value === undefined)
      throw new Error(
        `keyset: the column "${column}" of orderBy is null or not selected; pages need a full key`,
      );
    if (value instanceof Date) return row?.[keyText(index)] ?? value;
    const isNumber = typeof value === 'string' && dialect.isNumber?.(page, column) === true;
    return isNumber ? { digits: value } : value;
  });
}
