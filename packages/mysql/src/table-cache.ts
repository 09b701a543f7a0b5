/**
 * What is known of tables, by connection: asked once a minute. Used for types of columns, for what
 * a table does with rows, and for the columns of indexes.
 */
import type { Sql } from '@longshore/database';

interface Cached<Known> {
  readonly known: Known;
  readonly untilMs: number;
}

const KEPT_MS = 60_000;

/** `ask` as a function that remembers its answers. `table`: as of an insert. */
export function onceAMinute<Known>(ask: (tx: Sql, table: string) => Promise<Known>) {
  const kept = new WeakMap<object, Map<string, Cached<Known>>>();
  return async (tx: Sql, table: string): Promise<Known> => {
    const connection = 'on' in tx && tx.on instanceof Object ? tx.on : tx;
    const tables = kept.get(connection) ?? new Map<string, Cached<Known>>();
    const cached = tables.get(table);
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.known;
    const known = await ask(tx, table);
    tables.set(table, { known, untilMs: performance.now() + KEPT_MS });
    kept.set(connection, tables);
    return known;
  };
}
