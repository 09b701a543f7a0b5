/** `keyset` on PostgreSQL: pages by row comparison, and encoded pages by COPY. */
import {
  type KeysetDialect,
  type KeysetQuery,
  keysetPages,
  type Pages,
  type Sql,
} from '@longshore/database';
import { encodedPages } from './encoded-pages.js';
import { builder, sql } from './sql.js';

const DIALECT: KeysetDialect = {
  ...builder,
  after(columns, key, descending) {
    const values = key.map((value) => sql`${value}`).reduce((all, value) => sql`${all}, ${value}`);
    const row = builder.verbatim(`(${columns.join(', ')}) ${descending ? '<' : '>'}`);
    return sql`${row} (${values})`;
  },
  asText: (column) => `${column}::text`,
  encoded: encodedPages,
};

/**
 * All rows of a query in pages by `(a, b) > ($1, $2)`. `count()` is the number of rows in all;
 * `encoded()` gives the pages as the server copies them out.
 */
export const keyset = <Row = Record<string, unknown>>(db: Sql, options: KeysetQuery): Pages<Row> =>
  keysetPages<Row>(DIALECT, db, options);
