/** Which records at new are the next of a lane. */
import type { SqlText } from '../sql-text.js';
import { ask } from './dialect.js';
import { claimColumns, isNew, type PageContext, sourceColumn } from './page-context.js';

/** After the lane's cursor up to a key, in the order of the key, without a lock. */
export function searchNew(page: PageContext, last: string | null = page.lane.lastKey): SqlText {
  const { sql, named, allOf, verbatim } = page.dialect;
  const { table, key } = page.source;
  const where = allOf([
    ...inRange(page, last),
    isOfLane(page),
    isNotListed(page),
    isNotBlocked(page),
  ]);
  return sql`SELECT ${claimColumns(page)} FROM ${named(table)} WHERE ${where} ORDER BY ${named(key)} LIMIT ${verbatim(String(page.options.rows))}`;
}

/**
 * The key up to which a lane that shares its range looks for its next page: no server can tell
 * how many of the records are this lane's, and would read all that are left; null: all that are
 * left are few.
 */
export async function endOfSearch(page: PageContext): Promise<string | null> {
  const { sql, named, allOf, verbatim, asText } = page.dialect;
  const { table, key } = page.source;
  const { lanes } = page.lane.scope;
  if (lanes === 1) return null;
  const [end] = await ask<{ record_key: unknown }>(
    page.dialect,
    page.tx,
    sql`SELECT ${asText(named(key))} AS record_key FROM ${named(table)} WHERE ${allOf(inRange(page, page.lane.lastKey))} ORDER BY ${named(key)} LIMIT 1 OFFSET ${verbatim(String(page.options.rows * lanes - 1))}`,
  );
  return end === undefined ? null : String(end.record_key);
}

/** New records after the lane's cursor, up to a key. */
function inRange(page: PageContext, last: string | null): (SqlText | null)[] {
  const { sql, named, typed, verbatim } = page.dialect;
  const { lane, source } = page;
  const key = sourceColumn(page, source.key);
  return [
    isNew(page),
    lane.cursor === null ? null : sql`${named(key.name)} > ${typed(key, lane.cursor)}`,
    last === null ? null : sql`${named(key.name)} <= ${typed(key, last)}`,
    verbatim(lane.scope.condition),
  ];
}

/** In order, lanes share one range of keys. */
function isOfLane({ dialect, lane, source }: PageContext): SqlText | null {
  const { sql, named, asText, laneOf } = dialect;
  const { lanes } = lane.scope;
  if (source.orderBy === null || lanes === 1) return null;
  return sql`${laneOf(asText(named(source.orderBy)), lanes)} = ${lane.lane}`;
}

/** Without a flag for exceptions a record that is retried stands at new. */
function isNotListed(page: PageContext): SqlText | null {
  const { sql, ledger, asText } = page.dialect;
  const { source, lane } = page;
  if (source.flags.exception !== null) return null;
  return sql`NOT EXISTS (SELECT 1 FROM ${ledger('batch_record')} AS listed WHERE listed.task_id = ${lane.taskId} AND listed.record_key = ${asText(column(page, source.key))} AND listed.due_ms IS NOT NULL)`;
}

/** No exception of the record's order key stands open, or healed while records were passed. */
function isNotBlocked(page: PageContext): SqlText | null {
  const { sql, ledger, asText } = page.dialect;
  const { source, lane } = page;
  if (source.orderBy === null || source.onException === 'skip') return null;
  return sql`NOT EXISTS (SELECT 1 FROM ${ledger('batch_record')} AS listed WHERE listed.task_id = ${lane.taskId} AND listed.order_key = ${asText(column(page, source.orderBy))} AND (listed.holds_order OR listed.state IS NULL OR listed.state = 'exception'))`;
}

/** Inside of a subquery, where another table may have a column of this name. */
const column = ({ dialect: { verbatim, dialect }, source }: PageContext, name: string): SqlText =>
  verbatim(`${dialect.quoted(source.table)}.${dialect.quotedColumn(name)}`);

/** New records after the lane's cursor up to a key, also those that must wait. */
export async function countNew(page: PageContext, cursor: string | null): Promise<number> {
  const { sql, named, allOf } = page.dialect;
  const [counted] = await ask<{ records: number }>(
    page.dialect,
    page.tx,
    sql`SELECT count(*) AS records FROM ${named(page.source.table)} WHERE ${allOf([...inRange(page, cursor), isOfLane(page), isNotListed(page)])}`,
  );
  return counted?.records ?? 0;
}
