/** Statements of our own tables that go with a page's COMMIT. */
import type { SqlText } from '../sql-text.js';
import { advanceLane, type LaneRow, positionIn } from './lane-row.js';
import type { PageContext, Taken } from './page-context.js';
import { insertPage, insertRecords } from './page-records.js';
import type { Settled } from './settled.js';
import { countDelays, countPage } from './statistics.js';
import { positions, postpone } from './take-listed.js';

/** `page.lane` is the lane as it is then. */
export function bookkeeping(
  page: PageContext,
  { lane: before }: Taken,
  settled: readonly Settled[],
  durationMs: number,
): SqlText[] {
  const { dialect, lane } = page;
  const { sql, ledger } = dialect;
  const worked = settled.filter(({ state }) => state !== null);
  const relisted = positions(
    page,
    worked.map(({ record }) => record),
  );
  let place = before.nextPosition;
  const kept = worked
    .filter((one) => one.state !== 'success' || holdsOrderKey(page, before, one))
    .map((one) => ({
      ...one,
      position: one.record.position ?? positionIn(lane, place++),
      holdsOrderKey: holdsOrderKey(page, before, one),
    }));
  return [
    relisted === null ? null : sql`DELETE FROM ${ledger('batch_record')} WHERE ${relisted}`,
    insertRecords(page, kept),
    postpone(
      page,
      settled.filter(({ state }) => state === null).map(({ record }) => record),
    ),
    worked.length === 0 ? null : insertPage(page, worked, { durationMs, number: before.nextPage }),
    advanceLane(dialect, lane),
    // last: lanes of two runs may share these rows
    countDelays(page, worked, durationMs),
    worked.length === 0 ? null : countPage(page, before, durationMs),
  ].filter((statement) => statement !== null);
}

/**
 * Records of its order key were passed while this record stood at exception: until the lane looks
 * for them again, later ones must not go before them.
 */
const holdsOrderKey = (
  { source }: PageContext,
  lane: LaneRow,
  { record, state }: Settled,
): boolean =>
  source.orderBy !== null &&
  source.onException === 'wait' &&
  lane.hasLeft &&
  record.position !== null &&
  record.orderKey !== null &&
  (state === 'success' || state === 'failure');
