/** A row of `batch_lane`: who holds the lane, how far it came, and what its run is about. */
import type { LaneRun, LaneState } from '../batch-ledger.js';
import type { AnyRow } from '../keyset.js';
import type { SqlText } from '../sql-text.js';
import type { BatchDialect } from './dialect.js';

/** What a run fixed when it was first opened; each lane carries it, so a page reads one row. */
export interface LaneScope {
  readonly lanes: number;
  /** SQL with its values in the text. */
  readonly condition: string;
  /** Kinds of the columns, by name. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** A record of a page that is marked, or about to be worked. */
export interface ClaimedRecord {
  readonly key: string;
  readonly orderKey: string | null;
  readonly tries: number;
  /** Null: the record is not on the list of the run. */
  readonly position: number | null;
  /** Text of its state before it was claimed. */
  readonly before: string;
}

/** A page whose records stand at processing. */
export interface MarkedPage {
  /** Where the search for the page began. */
  readonly after: string | null;
  readonly records: readonly ClaimedRecord[];
}

export interface LaneRow {
  readonly taskId: string;
  readonly lane: number;
  readonly fence: number;
  readonly scope: LaneScope;
  /** Records up to this key were passed; null: none. */
  readonly cursor: string | null;
  /** The last key of the lane; null: the lane has no new records. */
  readonly lastKey: string | null;
  /** A record that was passed is still new: the search begins again after `leftAfter`. */
  readonly hasLeft: boolean;
  readonly leftAfter: string | null;
  /** A record settled since the search began: another search may find more. */
  readonly hasMoved: boolean;
  readonly hasEnded: boolean;
  readonly marked: MarkedPage | null;
  readonly succeeded: number;
  readonly failed: number;
  readonly exceptions: number;
  readonly nextPosition: number;
  readonly nextPage: number;
}

const COLUMNS =
  'task_id, lane, fence, scope, cursor_key, last_key, has_left, left_after, has_moved, has_ended, ' +
  'marked, succeeded, failed, exceptions, next_position, next_page';

/** Locks the lane for its holder, and tells `now_ms`; no row when the holder may write no more. */
export const lockLane = (dialect: BatchDialect, { taskId, lane, fence }: LaneRun): SqlText =>
  dialect.sql`SELECT ${dialect.verbatim(COLUMNS)}, ${dialect.nowMs} AS now_ms FROM ${dialect.ledger('batch_lane')} WHERE task_id = ${taskId} AND lane = ${lane} AND fence = ${fence} AND NOT closed FOR UPDATE`;

/** All lanes of a task. */
export const selectLanes = (dialect: BatchDialect, taskId: string): SqlText =>
  dialect.sql`SELECT ${dialect.verbatim(COLUMNS)} FROM ${dialect.ledger('batch_lane')} WHERE task_id = ${taskId} ORDER BY lane`;

/** The columns of `COLUMNS`, as both drivers give them. */
export const laneRowOf = (row: AnyRow): LaneRow => ({
  taskId: String(row.task_id),
  lane: Number(row.lane),
  fence: Number(row.fence),
  scope: JSON.parse(String(row.scope)) as LaneScope, // written by openBatch
  cursor: textOf(row.cursor_key),
  lastKey: textOf(row.last_key),
  hasLeft: Boolean(row.has_left),
  leftAfter: textOf(row.left_after),
  hasMoved: Boolean(row.has_moved),
  hasEnded: Boolean(row.has_ended),
  marked: row.marked === null ? null : (JSON.parse(String(row.marked)) as MarkedPage), // written by advanceLane
  succeeded: Number(row.succeeded),
  failed: Number(row.failed),
  exceptions: Number(row.exceptions),
  nextPosition: Number(row.next_position),
  nextPage: Number(row.next_page),
});

const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** Writes all that a page may change. */
export const advanceLane = (dialect: BatchDialect, lane: LaneRow): SqlText =>
  dialect.sql`UPDATE ${dialect.ledger('batch_lane')} SET cursor_key = ${lane.cursor}, has_left = ${lane.hasLeft}, left_after = ${lane.leftAfter}, has_moved = ${lane.hasMoved}, has_ended = ${lane.hasEnded}, marked = ${lane.marked === null ? null : JSON.stringify(lane.marked)}, succeeded = ${lane.succeeded}, failed = ${lane.failed}, exceptions = ${lane.exceptions}, next_position = ${lane.nextPosition}, next_page = ${lane.nextPage}, updated_ms = ${dialect.nowMs} WHERE task_id = ${lane.taskId} AND lane = ${lane.lane}`;

/** `dueInMs`: of the next exception; null: none comes. */
export function laneStateOf(lane: LaneRow, dueInMs: number | null = null): LaneState {
  const standing = lane.hasEnded ? 'ended' : dueInMs === null ? 'working' : 'waiting';
  const { succeeded, failed, exceptions, fence } = lane;
  return { lane: lane.lane, fence, succeeded, failed, exceptions, standing, dueInMs };
}

/** The next position among the records or pages of the run, unique across lanes. */
export const positionIn = ({ lane, scope }: LaneRow, count: number): number =>
  count * scope.lanes + lane;
