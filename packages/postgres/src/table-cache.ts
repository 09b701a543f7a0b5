/**
 * What is known of tables, by connection: kept for a minute, and forgotten when anything fails
 * there.
 */

interface Cached<Known> {
  readonly known: Known;
  readonly untilMs: number;
}

const KEPT_MS = 60_000;
const CACHES: WeakMap<object, unknown>[] = [];

/** Something that is known of tables. */
export interface TableCache<Known> {
  get(connection: object, table: string): Known | null;
  set(connection: object, table: string, known: Known): void;
}

export function createTableCache<Known>(): TableCache<Known> {
  const kept = new WeakMap<object, Map<string, Cached<Known>>>();
  CACHES.push(kept);
  return {
    get: (connection, table) => {
      const cached = kept.get(connection)?.get(table);
      return cached !== undefined && cached.untilMs > performance.now() ? cached.known : null;
    },
    set: (connection, table, known) => {
      const tables = kept.get(connection) ?? new Map<string, Cached<Known>>();
      tables.set(table, { known, untilMs: performance.now() + KEPT_MS });
      kept.set(connection, tables);
    },
  };
}

export function forgetTables(connection: object): void {
  for (const cache of CACHES) cache.delete(connection);
}
