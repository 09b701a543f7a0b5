/** What types the columns of a table have. Asked once a minute on each connection, not for every chunk that is written. */
import type { Sql } from '@longshore/executors';
import { quoted } from './sql.js';
import { ConnectionSql } from './transaction.js';

type Types = ReadonlyMap<string, string>;

const KEPT_MS = 60_000;
/** By connection: a failed statement ends its connection, and with it what was known there. */
const KNOWN = new WeakMap<object, Map<string, { readonly types: Types; readonly untilMs: number }>>();

/** In the order of the names. Throws when the table has no such column. */
export async function columnTypes(tx: Sql, table: string, names: readonly string[]): Promise<string[]> {
  const kept = keptOf(tx).get(table);
  const isKnown = kept !== undefined && kept.untilMs > performance.now() && names.every((name) => kept.types.has(name));
  const types = isKnown ? kept.types : await askTypes(tx, table);
  return names.map((name) => typeOf(types, table, name));
}

function keptOf(tx: Sql): Map<string, { readonly types: Types; readonly untilMs: number }> {
  const connection = tx instanceof ConnectionSql ? tx.client : tx;
  const kept = KNOWN.get(connection) ?? new Map();
  KNOWN.set(connection, kept);
  return kept;
}

/** A type modifier is left out (-1): a cast to varchar(10) would cut the text where the insert refuses it. */
async function askTypes(tx: Sql, table: string): Promise<Types> {
  const rows = await tx.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, -1) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [quoted(table)],
  );
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  keptOf(tx).set(table, { types, untilMs: performance.now() + KEPT_MS });
  return types;
}

function typeOf(types: Types, table: string, name: string): string {
  const type = types.get(name);
  if (type === undefined) throw new Error(`The table ${table} has no column "${name}"; its columns: ${[...types.keys()].join(', ')}.`);
  return type;
}
