/** What one page's transaction works with. */
import type { PageOptions } from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import type { AnyRow } from '../keyset.js';
import type { Transaction } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import type { BatchColumn, BatchDialect } from './dialect.js';
import type { ClaimedRecord, LaneRow } from './lane-row.js';
import { type Columns, columnIn, flagText } from './source-columns.js';

/** A locked lane, and the table as it is now. */
export interface PageContext {
  readonly dialect: BatchDialect;
  readonly tx: Transaction;
  readonly source: BatchSource;
  readonly options: PageOptions;
  readonly columns: Columns;
  readonly lane: LaneRow;
  /** When the page was begun, by the database's clock, in milliseconds since 1970. */
  readonly beganMs: number;
}

/** A record that the page holds, locked. */
export interface TakenRecord extends ClaimedRecord {
  readonly row: AnyRow;
}

/** Records of a page, and the lane as it is once they are settled. */
export interface Taken {
  readonly records: readonly TakenRecord[];
  readonly lane: LaneRow;
  /** Where the search for them began. */
  readonly after: string | null;
}

export const sourceColumn = ({ columns, source }: PageContext, name: string): BatchColumn =>
  columnIn(columns, source.table, name);

/** A condition: the record's state is one of these. */
export const isAt = (page: PageContext, texts: readonly string[]): SqlText =>
  page.dialect.isAmong(sourceColumn(page, page.source.state), texts);

/** A condition: the record is new. */
export function isNew(page: PageContext): SqlText {
  const { sql, named, typed } = page.dialect;
  const { state, flags } = page.source;
  return sql`${named(state)} = ${typed(sourceColumn(page, state), flagText(flags.new))}`;
}

/** Columns of a claim: key, order key and state as texts, then what `work` gets. */
export function claimColumns({ dialect, source }: PageContext): SqlText {
  const { sql, named, asText, verbatim } = dialect;
  const orderKey = source.orderBy === null ? sql`NULL` : asText(named(source.orderBy));
  const columns = source.columns.map((name) => `, ${dialect.dialect.quotedColumn(name)}`).join('');
  return sql`${asText(named(source.key))} AS longshore_key, ${orderKey} AS longshore_order_key, ${asText(named(source.state))} AS longshore_state${verbatim(columns)}`;
}

export const nothingTaken = (lane: LaneRow): Taken => ({ records: [], lane, after: lane.cursor });

/** `listed`: what the list of the run says of the record; null: it is not there. */
export function takenRecord(
  raw: AnyRow,
  listed: Pick<ClaimedRecord, 'tries' | 'position'> | null,
): TakenRecord {
  const { longshore_key, longshore_order_key, longshore_state, ...row } = raw;
  return {
    key: String(longshore_key),
    orderKey: longshore_order_key === null ? null : String(longshore_order_key),
    before: String(longshore_state),
    tries: listed?.tries ?? 0,
    position: listed?.position ?? null,
    row,
  };
}
