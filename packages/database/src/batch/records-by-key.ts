/** Reads records as they stand, for the file of those that failed. */
import type { BatchSource } from '../batch-source.js';
import type { AnyRow } from '../keyset.js';
import { columnsOf } from './check.js';
import { ask, type BatchGround } from './dialect.js';
import { columnIn } from './source-columns.js';

/** As `BatchLedger.recordsByKey`. */
export async function recordsByKey(
  { dialect, db }: BatchGround,
  source: BatchSource,
  keys: readonly string[],
): Promise<ReadonlyMap<string, AnyRow>> {
  const columns = await columnsOf(dialect, db, source.table);
  const { sql, named, asText, isAmong, verbatim } = dialect;
  const key = columnIn(columns, source.table, source.key);
  const names = source.columns.map((name) => `, ${dialect.dialect.quotedColumn(name)}`).join('');
  const found = new Map<string, AnyRow>();
  for (const table of [source.table, source.archive?.failure ?? null]) {
    const missing = keys.filter((one) => !found.has(one));
    if (table === null || missing.length === 0) continue;
    const rows = await ask<AnyRow>(
      dialect,
      db,
      sql`SELECT ${asText(named(source.key))} AS longshore_key${verbatim(names)} FROM ${named(table)} WHERE ${isAmong(key, missing)}`,
    );
    for (const { longshore_key, ...row } of rows) found.set(String(longshore_key), row);
  }
  return found;
}
