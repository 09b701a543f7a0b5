/**
 * Which columns of a table are of the type DATE, into which the server writes a time of day without
 * the time. Asked once a minute on each connection.
 */
import type { Sql } from '@longshore/database';
import { quoted } from './sql.js';
import { ConnectionSql } from './transaction.js';

interface Kept {
  readonly names: ReadonlySet<string>;
  readonly untilMs: number;
}

const KEPT_MS = 60_000;
const KEPT = new WeakMap<object, Map<string, Kept>>();

/** Names in small letters, as MySQL compares them. `table`: as of an insert. */
export async function dayColumns(tx: Sql, table: string): Promise<ReadonlySet<string>> {
  const connection = tx instanceof ConnectionSql ? tx.on : tx;
  const tables = KEPT.get(connection) ?? new Map<string, Kept>();
  const kept = tables.get(table);
  if (kept !== undefined && kept.untilMs > performance.now()) return kept.names;
  const names = await askNames(tx, table);
  tables.set(table, { names, untilMs: performance.now() + KEPT_MS });
  KEPT.set(connection, tables);
  return names;
}

async function askNames(tx: Sql, table: string): Promise<ReadonlySet<string>> {
  const columns = await tx.query<{ Field: string; Type: string }>(
    `SHOW COLUMNS FROM ${quoted(table)}`,
  );
  const days = columns.filter(({ Type }) => Type.toLowerCase() === 'date');
  return new Set(days.map(({ Field }) => Field.toLowerCase()));
}
