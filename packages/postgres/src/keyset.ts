/**
 * All rows of a query in pages, each found by the key of the row before (`(a, b) > ($1, $2)`), never by OFFSET:
 * the last page costs what the first does. Used by the `rows` of an export.
 */
import type { Pages, Sql } from '@longshore/executors';
import pg from 'pg';
import { rawPages } from './raw-pages.js';
import { SqlText, sql } from './sql.js';

export interface KeysetQuery {
  /** A SELECT without ORDER BY and LIMIT. */
  readonly query: SqlText;
  /** Output columns of the query that together are unique and never null. An index on them makes pages cheap. */
  readonly orderBy: readonly string[];
  readonly descending?: boolean;
  /** Rows of a page. Default 5,000. */
  readonly pageRows?: number;
  /** At most so many rows in all. */
  readonly limit?: number | undefined;
}

const DEFAULT_PAGE_ROWS = 5_000;

type Key = readonly unknown[];
/** Where the next page begins: at the start, or after a key. Times lose their microseconds as a Date: such keys travel as text. */
interface Place {
  readonly after: Key | null;
  readonly asText: boolean;
}

/**
 * The next page is asked for while the last is being used. `count()` is the number of rows in all; `raw()` gives the pages as the
 * server copies them out.
 */
export function keyset<Row = Record<string, unknown>>(db: Sql, options: KeysetQuery): Pages<Row> {
  const { query, orderBy, limit = Number.POSITIVE_INFINITY } = options;
  const page = (select: SqlText, after: Key | null, rows: number) => pageQuery(options, { select, after, rows });
  const ordinary = () => pages<Row>(db, options);
  return {
    count: () => count(db, options),
    // Whoever copies these pages and puts his own rows in their place must not get ours.
    async raw(keys) {
      if (this[Symbol.asyncIterator] !== ordinary) return null;
      return rawPages(db, { query, orderBy, limit, page, pageRows: pageRowsOf(options) }, keys);
    },
    [Symbol.asyncIterator]: ordinary,
  };
}

async function count(db: Sql, { query, limit = Number.POSITIVE_INFINITY }: KeysetQuery): Promise<number> {
  const { text, values } = sql`SELECT count(*) AS rows FROM (${query}) AS counted`;
  const [counted] = await db.query<{ rows: number }>(text, values);
  return Math.min(counted?.rows ?? 0, limit);
}

async function* pages<Row>(db: Sql, options: KeysetQuery): AsyncGenerator<Row[]> {
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  let place: Place = { after: null, asText: false };
  let next = page(db, options, place, left);
  for (;;) {
    const rows = await next;
    const last = rows.at(-1);
    if (last === undefined) return;
    if (!place.asText && keyOf(last, options.orderBy, false).some((value) => value instanceof Date)) {
      place = { after: null, asText: true };
      next = page(db, options, place, left);
      continue;
    }
    left -= rows.length;
    place = { after: keyOf(last, options.orderBy, place.asText), asText: place.asText };
    const more = rows.length === pageRowsOf(options) && left > 0;
    if (more) next = page(db, options, place, left);
    yield rows as Row[]; // what the query selects is its author's word
    if (!more) return;
  }
}

type AnyRow = Readonly<Record<string, unknown>>;

const pageRowsOf = ({ pageRows = DEFAULT_PAGE_ROWS }: KeysetQuery): number => Math.max(pageRows, 1);

function page(db: Sql, options: KeysetQuery, { after, asText }: Place, left: number): Promise<AnyRow[]> {
  const rowsAtMost = Math.min(pageRowsOf(options), left);
  const { text, values } = pageQuery(options, { select: selectAll(options.orderBy, asText), after, rows: rowsAtMost });
  const rows = db.query<AnyRow>(text, values);
  // It is awaited only when its reader comes back; a failure in between must not count as unhandled.
  rows.catch(() => undefined);
  return rows;
}

interface PageQuery {
  /** Columns of `page`. */
  readonly select: SqlText;
  readonly after: Key | null;
  readonly rows: number;
}

function pageQuery({ query, orderBy, descending = false }: KeysetQuery, { select, after, rows }: PageQuery): SqlText {
  const columns = orderBy.map(pg.escapeIdentifier);
  const key = new SqlText([`(${columns.join(', ')})`], []);
  const condition = after === null ? sql`TRUE` : sql`${key} ${descending ? sql`<` : sql`>`} (${list(after)})`;
  const order = new SqlText([columns.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ')], []);
  return sql`SELECT ${select} FROM (${query}) AS page WHERE ${condition} ORDER BY ${order} LIMIT ${rows}`;
}

/** All columns, and those of the key as text where asked. */
function selectAll(orderBy: readonly string[], asText: boolean): SqlText {
  const texts = asText ? orderBy.map((column, i) => `, ${pg.escapeIdentifier(column)}::text AS ${keyText(i)}`) : [];
  return new SqlText([`page.*${texts.join('')}`], []);
}

const list = (values: Key): SqlText => values.map((value) => sql`${value}`).reduce((all, value) => sql`${all}, ${value}`);

const keyText = (index: number): string => `longshore_key_${index}`;

function keyOf(row: AnyRow, orderBy: readonly string[], asText: boolean): Key {
  return orderBy.map((column, index) => {
    const value = row[asText ? keyText(index) : column];
    if (value === null || value === undefined)
      throw new Error(`keyset: the column "${column}" of orderBy is null or not selected; pages need a full key`);
    return value;
  });
}
