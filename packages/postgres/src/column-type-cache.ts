/**
 * What is known of the columns of tables, by connection: kept for a minute, and forgotten when
 * anything fails there.
 */

interface CachedTypes {
  /** Type by name of the column. */
  readonly types: ReadonlyMap<string, string>;
  readonly untilMs: number;
}

const KEPT_MS = 60_000;
const KEPT = new WeakMap<object, Map<string, CachedTypes>>();

export function cachedColumnTypes(
  connection: object,
  table: string,
): ReadonlyMap<string, string> | null {
  const kept = KEPT.get(connection)?.get(table);
  return kept !== undefined && kept.untilMs > performance.now() ? kept.types : null;
}

export function cacheColumnTypes(
  connection: object,
  table: string,
  types: ReadonlyMap<string, string>,
): void {
  const tables = KEPT.get(connection) ?? new Map<string, CachedTypes>();
  tables.set(table, { types, untilMs: performance.now() + KEPT_MS });
  KEPT.set(connection, tables);
}

export function forgetColumnTypes(connection: object): void {
  KEPT.delete(connection);
}
