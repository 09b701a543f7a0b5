/**
 * Keyset pages as bytes: each is copied out by the server, a third of the work of a result whose
 * values are made one by one.
 * Statements of COPY take no parameters, so values are written into the text, quoted by pg.
 */
import {
  type ColumnEncoding,
  type EncodedPages,
  type EncodedQuery,
  type Key,
  type PageSource,
  pageByPage,
  type Sql,
} from '@longshore/database';
import pg from 'pg';
import { CopyPage } from './copy-page.js';
import { literal } from './literal.js';
import { builder, sql } from './sql.js';
import { timestampMs } from './timestamp-ms.js';
import { ConnectionTransaction } from './transaction.js';
import { typeParsers } from './type-parsers.js';

/** Types whose text is decimal digits: int8, int2, int4, float4, float8, numeric. */
const NUMBERS = new Set([20, 21, 23, 700, 701, 1700]);
/** timestamp, timestamptz */
const TIMESTAMPS = new Set([1114, 1184]);
const [BOOL, TEXT, DATE] = [16, 25, 1082];

/**
 * Null outside of a transaction, for values and results that text cannot carry, and where the
 * server does not hold UTF-8 for sure.
 */
export async function encodedPages(
  db: Sql,
  options: EncodedQuery,
  keys: readonly string[],
): Promise<EncodedPages | null> {
  if (!(db instanceof ConnectionTransaction) || !(await sendsUtf8(db))) return null;
  if (!options.query.values.every(isPlain)) return null;
  const fields = await db.fields(sql`SELECT * FROM (${options.query}) AS page LIMIT 0`);
  const types = new Map(fields.map(({ name, dataTypeID }) => [name, dataTypeID]));
  if (types.size < fields.length || !options.orderBy.every((name) => types.has(name))) return null;
  const columns = keys
    .filter((key) => types.has(key))
    .map((key) => ({ key, type: types.get(key) ?? TEXT }));
  const source = copyPages(db, options, columns);
  const first = await firstPage(source, options);
  if (first === null) return null;
  const pages = startingWith(first, source);
  return {
    total: isWhole(first, options) ? first.length : null,
    columns: columns.map(({ key, type }) => ({ key, encoding: encodingOf(type) })),
    timestampMs,
    valueOf: (column, text) => parserOf(columns[column]?.type ?? TEXT)(text),
    [Symbol.asyncIterator]: () => pageByPage(pages),
  };
}

const isWhole = ({ length }: CopyPage, { pageRows, limit }: EncodedQuery): boolean =>
  length < pageRows || length >= limit;

/**
 * Null where a literal means something else than a parameter does, as in `ORDER BY $1`. The page
 * itself is the trial: a small export asks the server once.
 */
async function firstPage(
  source: CopyPages,
  { after, pageRows, limit }: EncodedQuery,
): Promise<CopyPage | null> {
  try {
    return await source.askOrUndo(after, Math.max(0, Math.min(pageRows, limit)));
  } catch (error) {
    // Class 42: syntax error or access rule violation.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('42')) return null;
    throw error;
  }
}

/** Only once: the memory of the first page is used again. */
function startingWith(first: CopyPage, source: CopyPages): CopyPages {
  let given: CopyPage | null = first;
  return {
    ...source,
    ask: async (after, rows) => {
      const page = given;
      given = null;
      return page ?? source.ask(after, rows);
    },
  };
}

/**
 * The server converts to the encoding of the connection, which is UTF-8, unless its own is "none":
 * then bytes may be anything.
 */
async function sendsUtf8(db: ConnectionTransaction): Promise<boolean> {
  const known = utf8Senders.get(db.client);
  if (known !== undefined) return known;
  const [row] = await db.query<{ encoding: string }>(
    `SELECT current_setting('server_encoding') AS encoding`,
  );
  const isSent = row?.encoding !== 'SQL_ASCII';
  utf8Senders.set(db.client, isSent);
  return isSent;
}

/** By connection: its database keeps the encoding that it was created with. */
const utf8Senders = new WeakMap<object, boolean>();

/** Nothing that only a parameter can carry: bytes, objects. */
const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  value instanceof Date ||
  (Array.isArray(value) && value.every(isPlain));

const parserOf = (type: number): ((text: string) => unknown) =>
  typeParsers.getTypeParser(type, 'text');

function encodingOf(type: number): ColumnEncoding {
  if (NUMBERS.has(type)) return 'number';
  if (TIMESTAMPS.has(type)) return 'timestamp';
  if (type === DATE) return 'day';
  if (type === BOOL) return 'boolean';
  return parserOf(type) === parserOf(TEXT) ? 'text' : 'other';
}

/** The first page is asked for within a savepoint. */
interface CopyPages extends PageSource<CopyPage> {
  askOrUndo(after: Key | null, rows: number): Promise<CopyPage>;
}

/** Two pages in turn: one is filled while the other is being used. */
function copyPages(
  db: ConnectionTransaction,
  { orderBy, pageRows, limit, after: first, statement }: EncodedQuery,
  columns: readonly { readonly key: string }[],
): CopyPages {
  const names = [...new Set([...columns.map(({ key }) => key), ...orderBy])];
  const select = builder.verbatim(
    names.map((name) => `page.${pg.escapeIdentifier(name)}`).join(', '),
  );
  const key = orderBy.map((name) => ({ name, index: names.indexOf(name) }));
  const newPage = () => new CopyPage(pageRows, names.length, key);
  let [page, other] = [newPage(), newPage()];
  const askBy =
    (copy: ConnectionTransaction['copy']) =>
    async (after: Key | null, rows: number): Promise<CopyPage> => {
      [page, other] = [other, page];
      const asked = page;
      asked.clear();
      await copy(statement(select, after, rows).inlined(literal), (chunk) => asked.add(chunk));
      return asked;
    };
  return {
    pageRows,
    limit,
    after: first,
    ask: askBy((text, take) => db.copy(text, take)),
    askOrUndo: askBy((text, take) => db.copyOrUndo(text, take)),
    keyOf: (last) => last.lastKey(),
  };
}
