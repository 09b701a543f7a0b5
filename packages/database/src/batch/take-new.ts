/** The next records at new in the order of the key, each locked for the page. */
import { AppError } from '@longshore/contract';
import type { AnyRow } from '../keyset.js';
import { ask } from './dialect.js';
import type { LaneRow } from './lane-row.js';
import {
  claimColumns,
  isNew,
  nothingTaken,
  type PageContext,
  sourceColumn,
  type Taken,
  takenRecord,
} from './page-context.js';
import { countNew, endOfSearch, searchNew } from './search-new.js';

/** No records: none can be taken now. The lane remembers how far it looked. */
export async function takeNew(page: PageContext): Promise<Taken> {
  const taken = await takeNext(page);
  return taken.records.length > 0 ? taken : takeLeft({ ...page, lane: taken.lane });
}

async function takeNext(page: PageContext): Promise<Taken> {
  const { lane } = page;
  const isAtEnd = lane.lastKey === null || lane.cursor === lane.lastKey;
  return isAtEnd ? nothingTaken(lane) : takeAfterCursor(page, lane);
}

/**
 * Records that were locked by others, or waited for an exception of their order key, are looked for
 * again, but only when something was settled since: else nothing can have changed.
 */
async function takeLeft(page: PageContext): Promise<Taken> {
  const { lane } = page;
  if (!lane.hasLeft || !lane.hasMoved) return nothingTaken(lane);
  await releaseOrderKeys(page);
  const cursor = lane.leftAfter;
  return takeAfterCursor(page, {
    ...lane,
    cursor,
    hasLeft: false,
    leftAfter: null,
    hasMoved: false,
  });
}

/** From here on records are met in the order of their key again. */
async function releaseOrderKeys({ dialect, tx, source, lane }: PageContext): Promise<void> {
  if (source.orderBy === null) return;
  const { sql, ledger } = dialect;
  const list = ledger('batch_record');
  const isHolding = sql`task_id = ${lane.taskId} AND lane = ${lane.lane} AND holds_order`;
  await ask(dialect, tx, sql`DELETE FROM ${list} WHERE ${isHolding} AND state = 'success'`);
  await ask(dialect, tx, sql`UPDATE ${list} SET holds_order = false WHERE ${isHolding}`);
}

async function takeAfterCursor(context: PageContext, lane: LaneRow): Promise<Taken> {
  const page = { ...context, lane };
  const { rows, lastFound } =
    page.source.orderBy === null ? await claimFree(page) : await claimInOrder(page);
  const records = rows.map((row) => takenRecord(row, null));
  refuseRepeatedKeys(page, records);
  const cursor = lastFound ?? lane.lastKey;
  const wasLeft = (await countNew(page, cursor)) > records.length;
  const leftAfter = lane.hasLeft || !wasLeft ? lane.leftAfter : lane.cursor;
  const after = lane.cursor;
  return { records, after, lane: { ...lane, cursor, hasLeft: lane.hasLeft || wasLeft, leftAfter } };
}

interface Claim {
  readonly rows: readonly AnyRow[];
  /** Null: the search came to the lane's end. */
  readonly lastFound: string | null;
}

/** Records that somebody else holds are left out. */
async function claimFree(page: PageContext): Promise<Claim> {
  const { sql } = page.dialect;
  const rows = await ask<AnyRow>(
    page.dialect,
    page.tx,
    sql`${searchNew(page)} FOR UPDATE SKIP LOCKED`,
  );
  return { rows, lastFound: lastOf(page, rows) };
}

/**
 * Waits for records that somebody else holds: to leave one out would let a later record of its
 * order key go first. Found without locks, since a server may lock all that it looks at.
 */
async function claimInOrder(page: PageContext): Promise<Claim> {
  const { dialect, tx, source } = page;
  const { sql, named, isAmong, allOf } = dialect;
  const { found, lastFound } = await findInOrder(page);
  if (found.length === 0) return { rows: [], lastFound };
  const key = sourceColumn(page, source.key);
  const isFound = isAmong(
    key,
    found.map((row) => String(row.longshore_key)),
  );
  const rows = await ask<AnyRow>(
    dialect,
    tx,
    sql`SELECT ${claimColumns(page)} FROM ${named(source.table)} WHERE ${allOf([isFound, isNew(page)])} ORDER BY ${named(key.name)} FOR UPDATE`,
  );
  return { rows, lastFound };
}

interface Found {
  readonly found: readonly AnyRow[];
  readonly lastFound: Claim['lastFound'];
}

async function findInOrder(page: PageContext): Promise<Found> {
  const { dialect, tx, lane, options } = page;
  for (let { cursor } = lane; ; ) {
    options.signal.throwIfAborted();
    const here = { ...page, lane: { ...lane, cursor } };
    const end = await endOfSearch(here);
    const found = await ask<AnyRow>(dialect, tx, searchNew(here, end ?? lane.lastKey));
    if (found.length > 0 || end === null) return { found, lastFound: lastOf(page, found) ?? end };
    cursor = end;
  }
}

const lastOf = ({ options }: PageContext, found: readonly AnyRow[]): string | null =>
  found.length === options.rows ? String(found.at(-1)?.longshore_key) : null;

/** A view may show a record twice. */
function refuseRepeatedKeys({ source }: PageContext, records: readonly { key: string }[]): void {
  const keys = new Set<string>();
  for (const { key } of records) {
    if (keys.has(key))
      throw new AppError('batch_key_repeated', {
        values: { table: source.table, column: source.key, rule: key },
      });
    keys.add(key);
  }
}
