/** Statements from parts, as PostgreSQL writes placeholders and names. Used by businesses. */
import { createSqlBuilder, type SqlBuilder } from '@longshore/database';

/** A name quoted for PostgreSQL; a point is a part of the name. */
const quotedColumn = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `shop.order` -> `"shop"."order"`. */
export const quoted = (name: string): string => name.split('.').map(quotedColumn).join('.');

/** `sql` and its like for this dialect; `keyset` reads pages by it. */
export const builder: SqlBuilder = createSqlBuilder({
  placeholder: (number) => `$${number}`,
  quoted,
  quotedColumn,
});

/**
 * `sql\`SELECT * FROM orders WHERE ${condition} AND id < ${value}\``: parts are put in, each other
 * input becomes a parameter.
 */
export const sql = builder.sql;

/** The conditions that are there, joined by AND; TRUE when there is none. */
export const allOf = builder.allOf;

/** `schema.table` or `column`, quoted, as a part. */
export const named = builder.named;
