/**
 * Which columns of a table are of the type DATE, into which the server writes a time of day without
 * the time.
 */
import type { Sql } from '@longshore/database';
import { quoted } from './sql.js';
import { onceAMinute } from './table-cache.js';

/** Names in small letters, as MySQL compares them. */
export const dayColumns = onceAMinute(async (tx: Sql, table): Promise<ReadonlySet<string>> => {
  const columns = await tx.query<{ Field: string; Type: string }>(
    `SHOW COLUMNS FROM ${quoted(table)}`,
  );
  const days = columns.filter(({ Type }) => Type.toLowerCase() === 'date');
  return new Set(days.map(({ Field }) => Field.toLowerCase()));
});
