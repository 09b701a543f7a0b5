/** Our own record of a page: the page itself, and its records that did not succeed. */
import type { FailedRecord, PageOutcome, WorkedPage } from '../batch-ledger.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchDialect, listed } from './dialect.js';
import { positionIn } from './lane-row.js';
import type { PageContext } from './page-context.js';
import { storable } from './remark.js';
import type { Settled } from './settled.js';

/** A code is a word; longer ones are cut. */
const CODE_LENGTH = 191;
/** Records or pages that are read at once. */
const READ_RECORDS = 1_000;
const READ_PAGES = 50;

/** Null: there is none. */
export function insertRecords(
  { dialect, lane }: PageContext,
  records: readonly (Settled & { readonly position: number; readonly holdsOrderKey: boolean })[],
): SqlText | null {
  const { sql, ledger, nowMs } = dialect;
  if (records.length === 0) return null;
  const rows = records.map(({ record, outcome, state, position, holdsOrderKey }) => {
    const { code, message } = wordsOf(outcome);
    const isDue = outcome.state === 'exception' && outcome.retryInMs !== null;
    const due = isDue ? sql`${nowMs} + ${Math.round(outcome.retryInMs ?? 0)}` : sql`NULL`;
    return sql`(${lane.taskId}, ${position}, ${lane.lane}, ${record.key}, ${record.orderKey}, ${record.tries + 1}, ${due}, ${state}, ${code}, ${message}, ${holdsOrderKey})`;
  });
  return sql`INSERT INTO ${ledger('batch_record')} (task_id, position, lane, record_key, order_key, tries, due_ms, state, code, message, holds_order) VALUES ${listed(dialect, rows)}`;
}

export function insertPage(
  { dialect, lane }: PageContext,
  worked: readonly Settled[],
  { durationMs, number }: { readonly durationMs: number; readonly number: number },
): SqlText {
  const { sql, ledger, nowMs } = dialect;
  const keys = JSON.stringify(worked.map(({ record }) => record.key));
  const outcomes: PageOutcome[] = worked.flatMap(({ record, outcome, state }) =>
    state === 'failure' || state === 'exception'
      ? [{ key: record.key, state, ...wordsOf(outcome) }]
      : [],
  );
  return sql`INSERT INTO ${ledger('batch_page')} (task_id, position, lane, at_ms, duration_ms, record_keys, outcomes) VALUES (${lane.taskId}, ${positionIn(lane, number)}, ${lane.lane}, ${nowMs}, ${Math.round(durationMs)}, ${keys}, ${JSON.stringify(outcomes)})`;
}

const wordsOf = (outcome: Settled['outcome']): { code: string; message: string } =>
  'message' in outcome
    ? { code: storable(outcome.code).slice(0, CODE_LENGTH), message: storable(outcome.message) }
    : { code: '', message: '' };

interface StoredRecord {
  readonly position: number;
  readonly record_key: string;
  readonly state: FailedRecord['state'];
  readonly code: string;
  readonly message: string;
  readonly tries: number;
}

/** As `BatchLedger.failedRecords`. */
export async function* failedRecords(
  dialect: BatchDialect,
  db: Sql,
  taskId: string,
  after = -1,
): AsyncGenerator<FailedRecord[]> {
  const { sql, ledger, verbatim } = dialect;
  for (let last = after; ; ) {
    const rows = await ask<StoredRecord>(
      dialect,
      db,
      sql`SELECT position, record_key, state, code, message, tries FROM ${ledger('batch_record')} WHERE task_id = ${taskId} AND position > ${last} AND state IN ('failure', 'exception') ORDER BY position LIMIT ${verbatim(String(READ_RECORDS))}`,
    );
    if (rows.length === 0) return;
    last = rows.at(-1)?.position ?? last;
    yield rows.map(({ record_key, ...row }) => ({ ...row, key: record_key }));
  }
}

interface StoredPage {
  readonly position: number;
  readonly lane: number;
  readonly at_ms: number;
  readonly duration_ms: number;
  readonly record_keys: string;
  readonly outcomes: string;
}

/** As `BatchLedger.workedPages`. */
export async function* workedPages(
  dialect: BatchDialect,
  db: Sql,
  taskId: string,
): AsyncGenerator<WorkedPage[]> {
  const { sql, ledger, verbatim } = dialect;
  for (let last = -1; ; ) {
    const rows = await ask<StoredPage>(
      dialect,
      db,
      sql`SELECT position, lane, at_ms, duration_ms, record_keys, outcomes FROM ${ledger('batch_page')} WHERE task_id = ${taskId} AND position > ${last} ORDER BY position LIMIT ${verbatim(String(READ_PAGES))}`,
    );
    if (rows.length === 0) return;
    last = rows.at(-1)?.position ?? last;
    yield rows.map((row) => ({
      position: row.position,
      lane: row.lane,
      at: new Date(row.at_ms),
      durationMs: row.duration_ms,
      keys: JSON.parse(row.record_keys) as string[], // written by insertPage
      outcomes: JSON.parse(row.outcomes) as PageOutcome[], // written by insertPage
    }));
  }
}
