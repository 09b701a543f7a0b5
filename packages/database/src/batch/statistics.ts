/**
 * What the pages of a type did, by day and by how long a page took. Each page adds to one row in
 * its own transaction, so that the figures outlive the ledger's pages and are as true as the flags.
 */
import type { BatchDay } from '../batch-ledger.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchDialect, listed } from './dialect.js';
import type { LaneRow } from './lane-row.js';
import type { PageContext } from './page-context.js';
import type { Settled } from './settled.js';

const DAY_MS = 86_400_000;
/** How long the figures are kept. */
const KEPT_DAYS = 400;
/** A pace stands for durations that are within a twentieth of it. */
const STEP = 1.1;

const paceOf = (durationMs: number): number =>
  Math.round(Math.log(Math.max(1, durationMs)) / Math.log(STEP));
const msOf = (pace: number): number => Math.round(STEP ** pace);

const today = ({ sql, nowMs }: BatchDialect): SqlText => sql`floor(${nowMs} / ${DAY_MS})`;

/** `page.lane` is the lane after the page, `before` the lane as the page found it. */
export function countPage(page: PageContext, before: LaneRow, durationMs: number): SqlText {
  const { dialect, lane, source } = page;
  const { sql, ledger } = dialect;
  const succeeded = lane.succeeded - before.succeeded;
  const failed = lane.failed - before.failed;
  const exceptions = lane.exceptions - before.exceptions;
  return dialect.insertOrAdd({
    table: 'batch_statistic',
    into: sql`INTO ${ledger('batch_statistic')} (type, day, lane, pace, pages, succeeded, failed, exceptions) VALUES (${source.type}, ${today(dialect)}, ${lane.lane}, ${paceOf(durationMs)}, 1, ${succeeded}, ${failed}, ${exceptions})`,
    key: ['type', 'day', 'lane', 'pace'],
    sums: ['pages', 'succeeded', 'failed', 'exceptions'],
  });
}

/** Null: of no record it is known when it was due. */
export function countDelays(
  { dialect, lane, source, beganMs }: PageContext,
  worked: readonly Settled[],
  durationMs: number,
): SqlText | null {
  const { sql, ledger } = dialect;
  const records = new Map<number, number>();
  for (const { outcome, state } of worked) {
    if (state === 'exception' || !('dueMs' in outcome) || outcome.dueMs === undefined) continue;
    const pace = paceOf(beganMs + durationMs - outcome.dueMs);
    records.set(pace, (records.get(pace) ?? 0) + 1);
  }
  if (records.size === 0) return null;
  // in one order, for two pages may meet here
  const rows = [...records]
    .sort(([a], [b]) => a - b)
    .map(
      ([pace, count]) => sql`(${source.type}, ${today(dialect)}, ${lane.lane}, ${pace}, ${count})`,
    );
  return dialect.insertOrAdd({
    table: 'batch_delay',
    into: sql`INTO ${ledger('batch_delay')} (type, day, lane, pace, records) VALUES ${listed(dialect, rows)}`,
    key: ['type', 'day', 'lane', 'pace'],
    sums: ['records'],
  });
}

interface PaceRow {
  readonly day: number;
  readonly pace: number;
  readonly pages: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly exceptions: number;
}

/** As `BatchLedger.batchStatistics`. */
export async function batchStatistics(
  dialect: BatchDialect,
  db: Sql,
  type: string,
  days: number,
): Promise<BatchDay[]> {
  const { sql, ledger } = dialect;
  const rows = await ask<Readonly<Record<keyof PaceRow, unknown>>>(
    dialect,
    db,
    sql`SELECT day, pace, sum(pages) AS pages, sum(succeeded) AS succeeded, sum(failed) AS failed, sum(exceptions) AS exceptions FROM ${ledger('batch_statistic')} WHERE type = ${type} AND day > ${today(dialect)} - ${days} GROUP BY day, pace ORDER BY day DESC, pace`,
  );
  const byDay = new Map<number, PaceRow[]>();
  for (const raw of rows) {
    const row = paceRow(raw);
    byDay.set(row.day, [...(byDay.get(row.day) ?? []), row]);
  }
  const delays = await delaysByDay(dialect, db, type, days);
  return [...byDay].map(([day, paces]) => dayOf(day, paces, delays.get(day) ?? []));
}

interface DelayRow {
  readonly pace: number;
  readonly records: number;
}

async function delaysByDay(
  dialect: BatchDialect,
  db: Sql,
  type: string,
  days: number,
): Promise<ReadonlyMap<number, readonly DelayRow[]>> {
  const { sql, ledger } = dialect;
  const rows = await ask<Readonly<Record<'day' | keyof DelayRow, unknown>>>(
    dialect,
    db,
    sql`SELECT day, pace, sum(records) AS records FROM ${ledger('batch_delay')} WHERE type = ${type} AND day > ${today(dialect)} - ${days} GROUP BY day, pace ORDER BY day, pace`,
  );
  const byDay = new Map<number, DelayRow[]>();
  for (const { day, pace, records } of rows) {
    const row = { pace: Number(pace), records: Number(records) };
    byDay.set(Number(day), [...(byDay.get(Number(day)) ?? []), row]);
  }
  return byDay;
}

const paceRow = (raw: Readonly<Record<keyof PaceRow, unknown>>): PaceRow => ({
  day: Number(raw.day),
  pace: Number(raw.pace),
  pages: Number(raw.pages),
  succeeded: Number(raw.succeeded),
  failed: Number(raw.failed),
  exceptions: Number(raw.exceptions),
});

/** Milliseconds within which this share lies; `rows`: from the quickest. */
function within<Row extends { readonly pace: number }>(
  rows: readonly Row[],
  count: (row: Row) => number,
  share: number,
): number | null {
  const all = rows.reduce((sum, row) => sum + count(row), 0);
  let passed = 0;
  const found = rows.find((row) => {
    passed += count(row);
    return passed >= share * all;
  });
  return found === undefined ? null : msOf(found.pace);
}

/** `paces` and `delays`: from the quickest. */
function dayOf(day: number, paces: readonly PaceRow[], delays: readonly DelayRow[]): BatchDay {
  const sum = (of: (row: PaceRow) => number) => paces.reduce((all, row) => all + of(row), 0);
  const pages = ({ pages: count }: PaceRow) => count;
  const records = ({ records: count }: DelayRow) => count;
  return {
    day: new Date(day * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length),
    pages: sum(pages),
    succeeded: sum((row) => row.succeeded),
    failed: sum((row) => row.failed),
    // those that healed after midnight were taken from the next day
    exceptions: Math.max(
      0,
      sum((row) => row.exceptions),
    ),
    p50Ms: within(paces, pages, 0.5) ?? 0,
    p99Ms: within(paces, pages, 0.99) ?? 0,
    delayP50Ms: within(delays, records, 0.5),
    delayP99Ms: within(delays, records, 0.99),
  };
}

export async function sweepStatistics(dialect: BatchDialect, db: Sql): Promise<void> {
  for (const table of ['batch_statistic', 'batch_delay'] as const)
    await ask(
      dialect,
      db,
      dialect.sql`DELETE FROM ${dialect.ledger(table)} WHERE day < ${today(dialect)} - ${KEPT_DAYS}`,
    );
}
