/** Writes what became of the records of a page: to the table of the business, and to our own. */
import type { RecordOutcome } from '../batch-ledger.js';
import type { SqlText } from '../sql-text.js';
import { archiveRecords } from './archive.js';
import { bookkeeping } from './bookkeeping.js';
import type { LaneRow } from './lane-row.js';
import type { PageContext, Taken, TakenRecord } from './page-context.js';
import type { Settled } from './settled.js';
import { flagText } from './source-columns.js';
import { type FlagWrite, writeFlags } from './write-flags.js';

/** What goes with COMMIT, and the lane as it is then. */
export interface Settlement {
  readonly last: readonly SqlText[];
  readonly lane: LaneRow;
}

export async function settle(
  page: PageContext,
  taken: Taken,
  outcomes: readonly RecordOutcome[],
  durationMs: number,
): Promise<Settlement> {
  if (outcomes.length !== taken.records.length)
    throw new Error(
      `The batch "${page.source.type}" answered ${outcomes.length} outcomes for ${taken.records.length} records.`,
    );
  const settled = taken.records.flatMap((record, i) => {
    const outcome = outcomes[i];
    return outcome === undefined ? [] : [settledBy(page, record, outcome)];
  });
  await writeFlags(
    page,
    settled.filter(isWritten(page)).map((one) => writeOf(page, one)),
  );
  await archiveRecords(page, settled);
  const lane = laneAfter(taken, settled);
  return { lane, last: bookkeeping({ ...page, lane }, taken, settled, durationMs) };
}

function settledBy(page: PageContext, record: TakenRecord, outcome: RecordOutcome): Settled {
  const { flags } = page.source;
  const settled = (state: Settled['state'], flag: string) => ({ record, outcome, state, flag });
  switch (outcome.state) {
    case 'success':
      return settled('success', flagText(flags.success));
    case 'failure':
      return settled('failure', flagText(flags.failure));
    case 'waiting':
      return settled(null, record.before);
    case 'exception':
      if (flags.exception !== null) return settled('exception', flagText(flags.exception));
      return outcome.retryInMs === null
        ? settled('failure', flagText(flags.failure))
        : settled('exception', record.before);
  }
}

/** A record that waits stays what it was, which needs a write only where its page was marked. */
const isWritten =
  ({ lane }: PageContext) =>
  ({ state }: Settled): boolean =>
    lane.marked !== null || state !== null;

function writeOf({ source }: PageContext, { outcome, flag, record, state }: Settled): FlagWrite {
  const remark =
    outcome.state === 'success' ? null : 'message' in outcome ? outcome.message : undefined;
  const result = outcome.state === 'success' ? (outcome.result ?? {}) : {};
  for (const name of Object.keys(result))
    if (!source.results.includes(name))
      throw new Error(
        `The batch "${source.type}" wrote a result to ${source.table}.${name}, which is none of its results.`,
      );
  return {
    key: record.key,
    flag,
    result,
    ...(state === null || remark === undefined ? {} : { remark }),
  };
}

function laneAfter({ lane, after }: Taken, settled: readonly Settled[]): LaneRow {
  const count = (state: Settled['state']) => settled.filter((one) => one.state === state).length;
  const again = settled.filter(({ record, state }) => record.tries > 0 && state !== null).length;
  const hasWaiting = settled.some(
    ({ record, state }) => state === null && record.position === null,
  );
  const fresh = settled.filter(isNewTrouble).length;
  return {
    ...lane,
    succeeded: lane.succeeded + count('success'),
    failed: lane.failed + count('failure'),
    exceptions: lane.exceptions + count('exception') - again,
    hasMoved: lane.hasMoved || count('success') + count('failure') > 0,
    hasLeft: lane.hasLeft || hasWaiting,
    leftAfter: lane.hasLeft || !hasWaiting ? lane.leftAfter : after,
    nextPosition: lane.nextPosition + fresh,
    nextPage: lane.nextPage + 1,
  };
}

const isNewTrouble = ({ record, state }: Settled): boolean =>
  record.position === null && (state === 'failure' || state === 'exception');
