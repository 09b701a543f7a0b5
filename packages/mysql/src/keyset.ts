/**
 * `keyset` on MySQL: pages by `a > ? OR (a = ? AND b > ?)`, which the server reads by the index; a
 * row comparison `(a, b) > (?, ?)` reads the index from its start.
 */
import {
  type AnyRow,
  type Key,
  type KeysetDialect,
  type KeysetQuery,
  keysetPages,
  type Pages,
  type Sql,
  type SqlText,
} from '@longshore/database';
import mysql from 'mysql2';
import { builder, sql } from './sql.js';
import { fieldsOf } from './transaction.js';
import { exactNumber } from './values.js';

const DIALECT: KeysetDialect = {
  ...builder,
  after(columns, key, descending) {
    const sign = descending ? '<' : '>';
    return columns
      .map((_, last) => afterAt(columns.slice(0, last + 1), key, sign))
      .reduce((any, condition) => sql`${any} OR (${condition})`);
  },
  asText: (column) => `CAST(${column} AS CHAR)`,
  isNumber,
  exactNumber,
};

/**
 * All rows of a query in pages. `count()` is the number of rows in all. A column of type FLOAT is
 * no key: the server shows fewer digits than it compares.
 */
export const keyset = <Row = Record<string, unknown>>(db: Sql, options: KeysetQuery): Pages<Row> =>
  keysetPages<Row>(DIALECT, db, options);

/** Equal in all columns but the last, and after the key there. */
function afterAt(columns: readonly string[], key: Key, sign: string): SqlText {
  return columns
    .map((column, i) => {
      const operator = i === columns.length - 1 ? sign : '=';
      return sql`${builder.verbatim(`${column} ${operator} `)}${key[i]}`;
    })
    .reduce((all, condition) => sql`${all} AND ${condition}`);
}

// `Types` is no named export of mysql2 for Node's ESM loader, though the types say so.
const NUMBERS = new Set<number | undefined>([
  mysql.Types.LONGLONG,
  mysql.Types.NEWDECIMAL,
  mysql.Types.DECIMAL,
]);

/** Digits of a number that came as text would be compared as a double if they went out as text. */
function isNumber(page: readonly AnyRow[], column: string): boolean {
  const field = fieldsOf(page).find(({ name }) => name === column);
  return NUMBERS.has(field?.columnType);
}
