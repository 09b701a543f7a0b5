/**
 * What the pages of a type did, by day and by how long a page took. Each page adds to one row in
 * its own transaction, so that the figures outlive the ledger's pages and are as true as the flags.
 */
import type { BatchDay } from '../batch-ledger.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchDialect } from './dialect.js';
import type { LaneRow } from './lane-row.js';
import type { PageContext } from './page-context.js';

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
  return [...byDay].map(([day, paces]) => dayOf(day, paces));
}

const paceRow = (raw: Readonly<Record<keyof PaceRow, unknown>>): PaceRow => ({
  day: Number(raw.day),
  pace: Number(raw.pace),
  pages: Number(raw.pages),
  succeeded: Number(raw.succeeded),
  failed: Number(raw.failed),
  exceptions: Number(raw.exceptions),
});

/** `paces`: from the quickest. */
function dayOf(day: number, paces: readonly PaceRow[]): BatchDay {
  const sum = (of: (row: PaceRow) => number) => paces.reduce((all, row) => all + of(row), 0);
  const pages = sum((row) => row.pages);
  const within = (share: number): number => {
    let passed = 0;
    const found = paces.find((row) => {
      passed += row.pages;
      return passed >= share * pages;
    });
    return msOf(found?.pace ?? 0);
  };
  return {
    day: new Date(day * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length),
    pages,
    succeeded: sum((row) => row.succeeded),
    failed: sum((row) => row.failed),
    // those that healed after midnight were taken from the next day
    exceptions: Math.max(
      0,
      sum((row) => row.exceptions),
    ),
    p50Ms: within(0.5),
    p99Ms: within(0.99),
  };
}

export const sweepStatistics = (dialect: BatchDialect, db: Sql): Promise<unknown> =>
  ask(
    dialect,
    db,
    dialect.sql`DELETE FROM ${dialect.ledger('batch_statistic')} WHERE day < ${today(dialect)} - ${KEPT_DAYS}`,
  );
