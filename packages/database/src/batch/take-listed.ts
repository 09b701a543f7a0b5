/** Records on the list of the run that are due, and those of a marked page. */
import type { LaneState } from '../batch-ledger.js';
import type { AnyRow } from '../keyset.js';
import type { SqlText } from '../sql-text.js';
import { ask } from './dialect.js';
import type { ClaimedRecord, LaneRow, MarkedPage } from './lane-row.js';
import {
  claimColumns,
  isAt,
  nothingTaken,
  type PageContext,
  sourceColumn,
  type Taken,
  takenRecord,
} from './page-context.js';

/** How long a listed record is left alone that somebody else has locked, or that had to wait. */
const LEFT_ALONE_MS = 1_000;

interface ListedRow {
  readonly record_key: string;
  readonly tries: number;
  readonly position: number;
}

/** In the order in which they came on the list. */
export async function takeListed(page: PageContext): Promise<Taken> {
  const { dialect, tx, lane, options } = page;
  const { sql, verbatim, ledger, nowMs } = dialect;
  const due = await ask<ListedRow>(
    dialect,
    tx,
    sql`SELECT record_key, tries, position FROM ${ledger('batch_record')} AS listed WHERE ${isListed(lane, page)} AND due_ms <= ${nowMs} AND ${isNext(page)} ORDER BY position LIMIT ${verbatim(String(options.rows))}`,
  );
  if (due.length === 0) return nothingTaken(lane);
  const byKey = new Map(due.map((row) => [row.record_key, row]));
  const records = (await lockRecords(page, [...byKey.keys()], retried(page)))
    .map((row) => takenRecord(row, byKey.get(String(row.longshore_key)) ?? null))
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const taken = new Set(records.map(({ key }) => key));
  const missing = due.filter(({ record_key }) => !taken.has(record_key));
  const after = lane.cursor;
  return { records, after, lane: missing.length === 0 ? lane : await dropMissing(page, missing) };
}

/** When the next listed record of the lane is due; null: none will be. */
export async function nextDueInMs(page: PageContext): Promise<LaneState['dueInMs']> {
  const { dialect, tx, lane } = page;
  const { sql, ledger, nowMs } = dialect;
  const [next] = await ask<{ due_in_ms: number | null }>(
    dialect,
    tx,
    sql`SELECT min(due_ms) - ${nowMs} AS due_in_ms FROM ${ledger('batch_record')} AS listed WHERE ${isListed(lane, page)} AND ${isNext(page)}`,
  );
  const dueInMs = next?.due_in_ms ?? null;
  return dueInMs === null ? null : Math.max(0, dueInMs);
}

/** The records of a marked page that are still at processing. */
export async function takeMarked(page: PageContext, marked: MarkedPage): Promise<Taken> {
  const { source, lane } = page;
  const keys = marked.records.map(({ key }) => key);
  const locked = await lockRecords(page, keys, [String(source.flags.processing)]);
  const rows = new Map(locked.map((row) => [String(row.longshore_key), row]));
  const records = marked.records.flatMap((claimed) => {
    const row = rows.get(claimed.key);
    return row === undefined ? [] : [{ ...takenRecord(row, claimed), before: claimed.before }];
  });
  return { records, after: marked.after, lane: { ...lane, marked: null } };
}

const isListed = ({ taskId, lane }: LaneRow, { dialect: { sql } }: PageContext): SqlText =>
  sql`listed.task_id = ${taskId} AND listed.lane = ${lane} AND listed.due_ms IS NOT NULL`;

/** In order, a record waits for those of its order key that came on the list before it. */
function isNext({ dialect, source, lane }: PageContext): SqlText {
  const { sql, ledger, nowMs } = dialect;
  if (source.orderBy === null || source.onException === 'skip') return sql`TRUE`;
  return sql`NOT EXISTS (SELECT 1 FROM ${ledger('batch_record')} AS earlier WHERE earlier.task_id = ${lane.taskId} AND earlier.order_key = listed.order_key AND earlier.position < listed.position AND (earlier.state IS NULL OR earlier.state = 'exception') AND (earlier.due_ms IS NULL OR earlier.due_ms > ${nowMs}))`;
}

/** States in which a listed record may be worked. */
function retried({ source: { flags } }: PageContext): string[] {
  return [flags.exception ?? flags.new, flags.failure].map(String);
}

/** In order, a record that somebody else holds is waited for. */
async function lockRecords(
  page: PageContext,
  keys: readonly string[],
  states: readonly string[],
): Promise<AnyRow[]> {
  const { dialect, tx, source } = page;
  const { sql, named, allOf, isAmong, verbatim } = dialect;
  if (keys.length === 0) return [];
  const where = allOf([isAmong(sourceColumn(page, source.key), keys), isAt(page, states)]);
  const lock = verbatim(source.orderBy === null ? 'FOR UPDATE SKIP LOCKED' : 'FOR UPDATE');
  return ask<AnyRow>(
    dialect,
    tx,
    sql`SELECT ${claimColumns(page)} FROM ${named(source.table)} WHERE ${where} ORDER BY ${named(source.key)} ${lock}`,
  );
}

/** Locked ones are tried again later; those that others settled or removed leave the list. */
async function dropMissing(page: PageContext, missing: readonly ListedRow[]): Promise<LaneRow> {
  const { dialect, tx, source, lane } = page;
  const { sql, named, allOf, isAmong, asText, ledger } = dialect;
  const keys = missing.map(({ record_key }) => record_key);
  const still = await ask<{ longshore_key: unknown }>(
    dialect,
    tx,
    sql`SELECT ${asText(named(source.key))} AS longshore_key FROM ${named(source.table)} WHERE ${allOf([isAmong(sourceColumn(page, source.key), keys), isAt(page, retried(page))])}`,
  );
  const locked = new Set(still.map(({ longshore_key }) => String(longshore_key)));
  const gone = missing.filter(({ record_key }) => !locked.has(record_key));
  const postponed = postpone(
    page,
    missing.filter(({ record_key }) => locked.has(record_key)),
  );
  if (postponed !== null) await ask(dialect, tx, postponed);
  const isGone = positions(page, gone);
  if (isGone !== null)
    await ask(dialect, tx, sql`DELETE FROM ${ledger('batch_record')} WHERE ${isGone}`);
  const counted = gone.filter(({ tries }) => tries > 0).length;
  return { ...lane, exceptions: lane.exceptions - counted };
}

/** Listed records among these are not asked for again at once; null: there is none. */
export function postpone(
  page: PageContext,
  records: readonly Pick<ClaimedRecord, 'position'>[],
): SqlText | null {
  const { sql, ledger, nowMs } = page.dialect;
  const isPostponed = positions(page, records);
  return isPostponed === null
    ? null
    : sql`UPDATE ${ledger('batch_record')} SET due_ms = ${nowMs} + ${LEFT_ALONE_MS} WHERE ${isPostponed}`;
}

/** A condition on `batch_record`: these records; null: there is none. */
export function positions(
  { dialect: { sql, verbatim }, lane }: PageContext,
  records: readonly Pick<ClaimedRecord, 'position'>[],
): SqlText | null {
  const places = records.map(({ position }) => position).filter((position) => position !== null);
  if (places.length === 0) return null;
  return sql`task_id = ${lane.taskId} AND position IN (${verbatim(places.join(', '))})`;
}
