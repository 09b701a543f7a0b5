/** One page of a lane: claimed, worked and settled in one transaction, or in two where marked. */
import type {
  BatchRecord,
  LaneRun,
  LaneState,
  PageOptions,
  RecordOutcome,
} from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import { FencedError } from '../run-ledger.js';
import type { Transaction } from '../sql.js';
import { ask, type BatchGround, type PageEnd } from './dialect.js';
import { advanceLane, laneRowOf, laneStateOf, lockLane } from './lane-row.js';
import { type PageContext, sourceColumn, type Taken } from './page-context.js';
import { settle } from './settle.js';
import { columnsFrom, flagText, refuseChange } from './source-columns.js';
import { nextDueInMs, takeListed, takeMarked } from './take-listed.js';
import { takeNew } from './take-new.js';

type Work = (records: readonly BatchRecord[], tx: Transaction) => Promise<readonly RecordOutcome[]>;

interface Request {
  readonly lane: LaneRun;
  readonly source: BatchSource;
  readonly options: PageOptions;
}

/** As `BatchLedger.batchPage`. */
export async function batchPage(
  ground: BatchGround,
  request: Request,
  work: Work,
): Promise<LaneState> {
  if (request.options.claim === 'mark') {
    const standing = await inPage(ground, request, mark);
    if (standing !== null) return standing;
  }
  return inPage(ground, request, (page) => workPage(page, work));
}

function inPage<T>(
  { dialect, pageTransaction }: BatchGround,
  { lane, source, options }: Request,
  work: (page: PageContext) => Promise<PageEnd<T>>,
): Promise<T> {
  const first = [lockLane(dialect, lane), dialect.catalogue(source.table)];
  return pageTransaction(options.signal, first, async (tx, [locked = [], catalogue = []]) => {
    const [row] = locked;
    if (row === undefined) throw new FencedError(lane);
    const laneRow = laneRowOf(row);
    const columns = columnsFrom(dialect, catalogue);
    refuseChange(source, columns, laneRow.scope.kinds);
    return work({
      dialect,
      tx,
      source,
      options,
      columns,
      lane: laneRow,
      beganMs: Number(row.now_ms),
    });
  });
}

async function workPage(page: PageContext, work: Work): Promise<PageEnd<LaneState>> {
  const began = performance.now();
  const taken = await take(page);
  if (taken.records.length === 0) return endOfLane(page, taken);
  const records = taken.records.map(({ key, orderKey, tries, row }) => ({
    key,
    orderKey,
    tries,
    row,
  }));
  const outcomes = await work(records, page.tx);
  const { last, lane } = await settle(page, taken, outcomes, performance.now() - began);
  return { last, result: laneStateOf(lane) };
}

/** A marked page comes before all others, then listed records that are due, then new ones. */
async function take(page: PageContext): Promise<Taken> {
  const { marked } = page.lane;
  if (marked !== null) return takeMarked(page, marked);
  const listed = await takeListed(page);
  return listed.records.length > 0 ? listed : takeNew({ ...page, lane: listed.lane });
}

async function endOfLane(page: PageContext, { lane }: Taken): Promise<PageEnd<LaneState>> {
  // the page that was marked is no more: others may be there
  if (page.lane.marked !== null)
    return { last: [advanceLane(page.dialect, lane)], result: laneStateOf(lane) };
  const dueInMs = await nextDueInMs(page);
  const ended = { ...lane, hasEnded: dueInMs === null };
  return { last: [advanceLane(page.dialect, ended)], result: laneStateOf(ended, dueInMs) };
}

/** Null: there is a marked page now. Else where the lane stands. */
async function mark(page: PageContext): Promise<PageEnd<LaneState | null>> {
  const { dialect, source, tx } = page;
  const { processing } = source.flags;
  if (processing === null)
    throw new Error(`The batch "${source.type}" has no flag for processing, so it cannot mark.`);
  if (page.lane.marked !== null) return { last: [], result: null };
  const taken = await take(page);
  if (taken.records.length === 0) return endOfLane(page, taken);
  const { sql, named, typed, isAmong } = dialect;
  const [key, state] = [sourceColumn(page, source.key), sourceColumn(page, source.state)];
  const keys = taken.records.map((record) => record.key);
  await ask(
    dialect,
    tx,
    sql`UPDATE ${named(source.table)} SET ${named(state.name)} = ${typed(state, flagText(processing))} WHERE ${isAmong(key, keys)}`,
  );
  const records = taken.records.map(({ row: _, ...claimed }) => claimed);
  const marked = { after: taken.after, records };
  return { last: [advanceLane(dialect, { ...taken.lane, marked })], result: null };
}
