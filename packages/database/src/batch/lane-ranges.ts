/** Cuts the new records of a run into ranges of keys, one a lane, so that lanes never meet. */
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchColumn, type BatchDialect } from './dialect.js';

/** Keys after `after` (null: from the first) up to `last`; null: no record. */
export interface LaneRange {
  readonly after: string | null;
  readonly last: string | null;
}

interface Cut {
  readonly table: string;
  readonly key: BatchColumn;
  /** Which records are new. */
  readonly condition: SqlText;
  readonly records: number;
  readonly lanes: number;
  /** Each lane looks through the whole range and takes the records of its order keys. */
  readonly isShared: boolean;
}

const NOTHING: LaneRange = { after: null, last: null };

export async function cutLanes(dialect: BatchDialect, db: Sql, cut: Cut): Promise<LaneRange[]> {
  const { records, lanes, isShared } = cut;
  const last = records === 0 ? null : await lastKey(dialect, db, cut);
  if (last === null || isShared)
    return Array.from({ length: lanes }, () => ({ after: null, last }));
  const ranges: LaneRange[] = [];
  let after: string | null = null;
  for (let lane = 1; lane < lanes; lane++) {
    const size = Math.floor((records * lane) / lanes) - Math.floor((records * (lane - 1)) / lanes);
    const end: string | null = size === 0 ? null : await keyAfter(dialect, db, cut, after, size);
    ranges.push(end === null ? NOTHING : { after, last: end });
    after = end ?? after;
  }
  return [...ranges, after === last ? NOTHING : { after, last }];
}

async function lastKey(
  dialect: BatchDialect,
  db: Sql,
  { table, key, condition }: Cut,
): Promise<string | null> {
  const { sql, named, asText } = dialect;
  const column = named(key.name);
  return keyIn(
    dialect,
    db,
    sql`SELECT ${asText(column)} AS record_key FROM ${named(table)} WHERE ${condition} ORDER BY ${column} DESC LIMIT 1`,
  );
}

/** The key of the record that stands `size` records after a key. */
async function keyAfter(
  dialect: BatchDialect,
  db: Sql,
  { table, key, condition }: Cut,
  after: string | null,
  size: number,
): Promise<string | null> {
  const { sql, named, asText, allOf, typed, verbatim } = dialect;
  const column = named(key.name);
  const isAfter = after !== null && sql`${column} > ${typed(key, after)}`;
  return keyIn(
    dialect,
    db,
    sql`SELECT ${asText(column)} AS record_key FROM ${named(table)} WHERE ${allOf([condition, isAfter])} ORDER BY ${column} LIMIT 1 OFFSET ${verbatim(String(size - 1))}`,
  );
}

async function keyIn(dialect: BatchDialect, db: Sql, statement: SqlText): Promise<string | null> {
  const [row] = await ask<{ record_key: unknown }>(dialect, db, statement);
  return row === undefined ? null : String(row.record_key);
}
