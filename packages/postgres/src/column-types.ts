/**
 * What types the columns of a table have. Asked once a minute on each connection, not for every
 * chunk that is written.
 */
import type { Sql } from '@longshore/database';
import { quoted } from './sql.js';
import { createTableCache } from './table-cache.js';
import { ConnectionTransaction } from './transaction.js';

type Types = ReadonlyMap<string, string>;

const cache = createTableCache<Types>();

/** In the order of the names. Throws when the table has no such column. */
export async function columnTypes(
  tx: Sql,
  table: string,
  names: readonly string[],
): Promise<string[]> {
  const connection = tx instanceof ConnectionTransaction && !tx.hasOwnPath ? tx.client : null;
  const kept = connection === null ? null : cache.get(connection, table);
  const isKnown = kept !== null && names.every((name) => kept.has(name));
  const types = isKnown ? kept : await askTypes(tx, table);
  if (connection !== null && !isKnown) cache.set(connection, table, types);
  return names.map((name) => typeOf(types, table, name));
}

/**
 * A type modifier is left out (-1): a cast to varchar(10) would cut the text where the insert
 * refuses it.
 */
async function askTypes(tx: Sql, table: string): Promise<Types> {
  const rows = await tx.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, -1) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [quoted(table)],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}

function typeOf(types: Types, table: string, name: string): string {
  const type = types.get(name);
  if (type === undefined)
    throw new Error(
      `The table ${table} has no column "${name}"; its columns: ${[...types.keys()].join(', ')}.`,
    );
  return type;
}
