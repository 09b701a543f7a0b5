/** The table that the laws of batches work on, and a small program that works it. */
import { expect } from 'vitest';
import type {
  BatchRecord,
  BatchScope,
  BatchSource,
  Database,
  LaneRun,
  LaneState,
  PageOptions,
  RecordOutcome,
} from '../index.js';
import type { Opened } from './adapter.js';
import { never } from './adapter.js';

const PAGE: PageOptions = { rows: 10, signal: never, claim: 'lock' };
const ALL: BatchScope = { lanes: 1, batchNo: null, only: 'new', where: null, classes: [] };

/** `bill`, with five flags. */
export const BILLS: BatchSource = {
  type: 'bills',
  table: 'bill',
  key: 'id',
  state: 'state',
  remark: 'remark',
  batchNo: 'batch_no',
  orderBy: null,
  onException: 'wait',
  flags: { new: 0, processing: 1, success: 2, exception: 3, failure: 4 },
  columns: ['customer', 'amount'],
  results: ['fee'],
  archive: null,
};

let types = 0;
/** `bill` in order by customer, as a type of its own. */
export const inOrder = (): BatchSource => ({
  ...BILLS,
  type: `bills-in-order-${++types}`,
  orderBy: 'customer',
});

export const THREE_FLAGS: BatchSource = {
  ...BILLS,
  type: 'bills-three',
  flags: { new: 0, processing: null, success: 1, exception: null, failure: 2 },
};

export const done: RecordOutcome = { state: 'success' };
export const refused: RecordOutcome = { state: 'failure', code: 'no', message: 'no money' };
export const broken = (retryInMs: number | null): RecordOutcome => ({
  state: 'exception',
  code: 'network',
  message: 'no answer',
  retryInMs,
});

export const page = (options: Partial<PageOptions> = {}): PageOptions => ({ ...PAGE, ...options });
export const scope = (options: Partial<BatchScope> = {}): BatchScope => ({ ...ALL, ...options });

/** Bills 1 to n; the customers repeat: c0, c1, c2. */
export async function fill(opened: Opened, bills: number): Promise<void> {
  const { insertMany, db } = opened();
  await insertMany(db, {
    table: 'bill',
    rows: Array.from({ length: bills }, (_, i) => ({
      id: i + 1,
      customer: `c${i % 3}`,
      amount: i + 1,
      batch_no: i % 2 === 0 ? 'a' : 'b',
      state: 0,
      remark: null,
      fee: null,
    })),
  });
}

export const setState = (opened: Opened, state: number, ids: readonly number[]) =>
  opened().db.query(`UPDATE bill SET state = ${state} WHERE id IN (${ids.join(', ')})`);

/** Ids by state. */
export async function idsAt(opened: Opened): Promise<Record<number, number[]>> {
  const rows = await opened().db.query<{ id: number; state: number }>(
    'SELECT id, state FROM bill ORDER BY id',
  );
  const ids: Record<number, number[]> = {};
  for (const { id, state } of rows) ids[Number(state)] = [...(ids[Number(state)] ?? []), id];
  return ids;
}

/** What becomes of a record; the default is success. */
export type Rule = (record: BatchRecord) => RecordOutcome | undefined;

/** Works pages until none can be had now. The keys, in the order in which they were worked. */
export async function workLane(
  db: Database,
  lane: LaneRun,
  source: BatchSource,
  rule: Rule = () => done,
  options: Partial<PageOptions> = {},
): Promise<{ keys: string[]; state: LaneState }> {
  const keys: string[] = [];
  for (;;) {
    const state = await db.batchPage(lane, source, page(options), async (records) => {
      keys.push(...records.map(({ key }) => key));
      return records.map((record) => rule(record) ?? done);
    });
    if (state.standing !== 'working') return { keys, state };
  }
}

/** Numbers as texts of keys. */
export const keysOf = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

/** The counts alone. */
export const counts = (succeeded: number, failed = 0, exceptions = 0) =>
  expect.objectContaining({ succeeded, failed, exceptions });
