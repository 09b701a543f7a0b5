/** Failed rows that another import corrected: `corrected_by` of `longshore.failed_row`. */
import { randomBytes } from 'node:crypto';
import {
  type CorrectedRun,
  type CorrectionLedger,
  type RowRef,
  rowsCorrectedMeanwhile,
  SEAL_BYTES,
  type Sql,
} from '@longshore/database';
import { rowHolders, waitingRows } from './waiting-rows.js';

interface Counted {
  readonly rows: number;
}

/** Throws when another import corrected one of the rows meanwhile, or their import is undone. */
export async function noteCorrected(
  tx: Sql,
  by: string,
  corrected: readonly RowRef[],
): Promise<void> {
  if (corrected.length === 0) return;
  const counted = await tx.query<Counted>(
    `WITH corrected AS (
       UPDATE longshore.failed_row AS failed SET corrected_by = $1
       FROM unnest($2::text[], $3::integer[], $4::integer[]) AS given (task_id, part, row)
       WHERE failed.task_id = given.task_id AND failed.part = given.part AND failed.row = given.row
         AND failed.corrected_by IS NULL
       RETURNING failed.task_id
     ), counted AS (SELECT task_id, count(*)::integer AS rows FROM corrected GROUP BY task_id)
     UPDATE longshore.run AS run
     SET succeeded = succeeded + rows, failed = failed - rows, updated_at = now()
     FROM counted WHERE run.task_id = counted.task_id AND run.undone_by IS NULL RETURNING rows`,
    [
      by,
      corrected.map(({ taskId }) => taskId),
      corrected.map(({ place }) => place.part),
      corrected.map(({ place }) => place.row),
    ],
  );
  if (counted.reduce((sum, { rows }) => sum + rows, 0) !== corrected.length)
    throw rowsCorrectedMeanwhile(by);
}

/** The port's role. */
export const correctionLedger = (db: Sql): CorrectionLedger => ({
  seal: async (taskId) => {
    const [run] = await db.query<{ seal: string }>(
      'UPDATE longshore.run SET seal = coalesce(seal, $2) WHERE task_id = $1 RETURNING seal',
      [taskId, randomBytes(SEAL_BYTES).toString('hex')],
    );
    return run?.seal ?? null;
  },
  waiting: (taskId, places, by) =>
    db.query(
      `SELECT part, row FROM longshore.failed_row
       JOIN unnest($2::integer[], $3::integer[]) AS given (part, row) USING (part, row)
       WHERE task_id = $1 AND (corrected_by IS NULL OR corrected_by = $4)`,
      [taskId, places.map(({ part }) => part), places.map(({ row }) => row), by],
    ),
  waitingRows: (taskId, options) => waitingRows(db, taskId, options),
  holders: (taskId) => rowHolders(db, taskId),
  keepLayout: async ({ taskId, attempt }, layout) => {
    await db.query(
      'UPDATE longshore.run SET layout = $3 WHERE task_id = $1 AND attempt = $2 AND opened AND NOT closed',
      [taskId, attempt, layout],
    );
  },
  layout: async (taskId) => {
    const [run] = await db.query<{ layout: string | null }>(
      'SELECT layout FROM longshore.run WHERE task_id = $1',
      [taskId],
    );
    return run?.layout ?? null;
  },
  correctedBy: (by) =>
    db.query<CorrectedRun>(
      `SELECT task_id AS "taskId", succeeded, failed FROM longshore.run
       WHERE task_id IN (SELECT task_id FROM longshore.failed_row WHERE corrected_by = $1)
       ORDER BY task_id`,
      [by],
    ),
});
