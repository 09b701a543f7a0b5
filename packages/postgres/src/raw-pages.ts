/**
 * Keyset pages as bytes: each is copied out by the server, a third of the work of a result whose values are made one by one.
 * Statements of COPY take no parameters, so values are written into the text, quoted by pg.
 */
import type { RawForm, RawPages, RawRows, Sql } from '@longshore/executors';
import pg from 'pg';
import { CopiedPage } from './copied-page.js';
import { momentOf } from './moment-of.js';
import { SqlText, sql } from './sql.js';
import { ConnectionTransaction } from './transaction.js';
import { typeParsers } from './type-parsers.js';

/** Types whose text is decimal digits: int8, int2, int4, float4, float8, numeric. */
const NUMBERS = new Set([20, 21, 23, 700, 701, 1700]);
/** date, timestamp, timestamptz */
const MOMENTS = new Set([1082, 1114, 1184]);
const [BOOL, TEXT] = [16, 25];

export interface RawPagesOptions {
  readonly query: SqlText;
  readonly orderBy: readonly string[];
  readonly pageRows: number;
  readonly limit: number;
  /** The statement of the page after a key, of `select`ed columns. */
  page(select: SqlText, after: readonly string[] | null, rows: number): SqlText;
}

/** Null outside of a transaction, for values and results that text cannot carry, and where the server does not hold UTF-8 for sure. */
export async function rawPages(db: Sql, options: RawPagesOptions, keys: readonly string[]): Promise<RawPages | null> {
  if (!(db instanceof ConnectionTransaction) || !(await sendsUtf8(db))) return null;
  if (!options.query.values.every(isPlain)) return null;
  const fields = await db.fields(sql`SELECT * FROM (${options.query}) AS page LIMIT 0`);
  const types = new Map(fields.map(({ name, dataTypeID }) => [name, dataTypeID]));
  if (types.size < fields.length || !options.orderBy.every((name) => types.has(name))) return null;
  if (!(await canCopy(db, options))) return null;
  const columns = keys.filter((key) => types.has(key)).map((key) => ({ key, type: types.get(key) ?? TEXT }));
  return {
    columns: columns.map(({ key, type }) => ({ key, form: formOf(type) })),
    momentOf,
    valueOf: (column, text) => parserOf(columns[column]?.type ?? TEXT)(text),
    [Symbol.asyncIterator]: () =>
      copied(
        db,
        options,
        columns.map(({ key }) => key),
      ),
  };
}

/** The server converts to the encoding of the connection, which is UTF-8, unless its own is "none": then bytes may be anything. */
async function sendsUtf8(db: Sql): Promise<boolean> {
  const [row] = await db.query<{ encoding: string }>(`SELECT current_setting('server_encoding') AS encoding`);
  return row?.encoding !== 'SQL_ASCII';
}

/** Here and there a parameter may stand where a value in the text means something else, as in ORDER BY. */
async function canCopy(db: ConnectionTransaction, { page }: RawPagesOptions): Promise<boolean> {
  try {
    await db.savepoint(() => db.copy(page(sql`1`, null, 0).inlined(literal), () => undefined));
    return true;
  } catch (error) {
    // Class 42: syntax error or access rule violation.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('42')) return false;
    throw error;
  }
}

/** Nothing that only a parameter can carry: bytes, objects. */
const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Date || (Array.isArray(value) && value.every(isPlain));

const parserOf = (type: number): ((text: string) => unknown) => typeParsers.getTypeParser(type, 'text');

function formOf(type: number): RawForm {
  if (NUMBERS.has(type)) return 'number';
  if (MOMENTS.has(type)) return 'moment';
  if (type === BOOL) return 'boolean';
  return parserOf(type) === parserOf(TEXT) ? 'text' : 'other';
}

/** The next page is copied while the last is being used. */
async function* copied(db: ConnectionTransaction, options: RawPagesOptions, keys: readonly string[]): AsyncGenerator<RawRows> {
  const { orderBy, pageRows, limit } = options;
  const names = [...new Set([...keys, ...orderBy])];
  const keyPlaces = orderBy.map((name) => names.indexOf(name));
  const select = new SqlText([names.map((name) => `page.${pg.escapeIdentifier(name)}`).join(', ')], []);
  const pages = [0, 1].map(() => new CopiedPage(pageRows, names.length));
  const copy = async (turn: number, after: readonly string[] | null, left: number): Promise<CopiedPage> => {
    const page = pages[turn % pages.length] as CopiedPage; // of two
    page.clear();
    await db.copy(options.page(select, after, Math.min(pageRows, left)).inlined(literal), (chunk) => page.add(chunk));
    return page;
  };
  let left = limit;
  let next = copy(0, null, left);
  for (let turn = 1; ; turn += 1) {
    const page = await next;
    left -= page.length;
    const more = page.length === pageRows && left > 0;
    const key = page.length > 0 ? keyOf(page, keyPlaces) : null;
    if (more) {
      next = copy(turn, key, left);
      // It is awaited only when its reader comes back; a failure in between must not count as unhandled.
      next.catch(() => undefined);
    }
    if (page.length > 0) yield page;
    if (!more) return;
  }
}

function keyOf(page: CopiedPage, places: readonly number[]): string[] {
  return places.map((place) => {
    const text = page.lastText(place);
    if (text === null) throw new Error('keyset: a column of orderBy is null; pages need a full key');
    return text;
  });
}

/** As pg writes a parameter, which its types do not tell. */
const { prepareValue } = (pg as unknown as { readonly utils: { prepareValue(value: unknown): string | null } }).utils;

function literal(value: unknown): string {
  const text = prepareValue(value);
  return text === null ? 'NULL' : pg.escapeLiteral(text);
}
