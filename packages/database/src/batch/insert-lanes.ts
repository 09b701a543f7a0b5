/** The lanes of a run, as nobody has taken them yet. */
import type { Sql } from '../sql.js';
import { ask, type BatchDialect, listed } from './dialect.js';
import type { LaneRange } from './lane-ranges.js';
import type { LaneScope } from './lane-row.js';

/** A lane, and what its run is about. */
export interface NewLane {
  readonly range: LaneRange;
  readonly scope: LaneScope;
}

interface NewLanes {
  readonly taskId: string;
  readonly lanes: readonly NewLane[];
  /** Records on the list of the run. */
  readonly relisted: number;
}

export async function insertLanes(
  dialect: BatchDialect,
  tx: Sql,
  { taskId, lanes, relisted }: NewLanes,
): Promise<void> {
  const { sql, ledger, nowMs } = dialect;
  const rows = lanes.map(
    ({ range: { after, last }, scope }, lane) =>
      sql`(${taskId}, ${lane}, 0, false, ${JSON.stringify(scope)}, ${after}, ${last}, false, true, false, 0, 0, 0, ${relisted}, 0, ${nowMs})`,
  );
  await ask(
    dialect,
    tx,
    sql`INSERT INTO ${ledger('batch_lane')} (task_id, lane, fence, closed, scope, cursor_key, last_key, has_left, has_moved, has_ended, succeeded, failed, exceptions, next_position, next_page, updated_ms) VALUES ${listed(dialect, rows)}`,
  );
}
