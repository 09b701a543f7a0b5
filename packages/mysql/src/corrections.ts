/** Failed rows that another import corrected: `corrected_by` of `longshore_failed_row`. */
import { randomBytes } from 'node:crypto';
import {
  type CorrectedRun,
  type CorrectionLedger,
  type Place,
  placesByTask,
  type RowRef,
  rowsCorrectedMeanwhile,
  SEAL_BYTES,
  type Sql,
} from '@longshore/database';
import { rowHolders, waitingRows } from './waiting-rows.js';

/** Throws when another import corrected one of the rows meanwhile, or their import is undone. */
export async function noteCorrected(
  tx: Sql,
  by: string,
  corrected: readonly RowRef[],
): Promise<void> {
  for (const [taskId, places] of placesByTask(corrected)) {
    const waiting = await waitingPlaces(tx, taskId, places, 'corrected_by IS NULL', []);
    if (waiting.length !== places.length) throw rowsCorrectedMeanwhile(by);
    await tx.query(
      `UPDATE longshore_failed_row SET corrected_by = ? WHERE task_id = ? AND ${amongPlaces(places)}`,
      [by, taskId, ...valuesOf(places)],
    );
    const [undone] = await tx.query(
      'SELECT 1 AS is_undone FROM longshore_run WHERE task_id = ? AND undone_by IS NOT NULL FOR UPDATE',
      [taskId],
    );
    if (undone !== undefined) throw rowsCorrectedMeanwhile(by);
    await tx.query(
      'UPDATE longshore_run SET succeeded = succeeded + ?, failed = failed - ?, updated_at = CURRENT_TIMESTAMP(3) WHERE task_id = ?',
      [places.length, places.length, taskId],
    );
  }
}

/** The port's role. */
export const correctionLedger = (db: Sql): CorrectionLedger => ({
  seal: async (taskId) => {
    await db.query('UPDATE longshore_run SET seal = COALESCE(seal, ?) WHERE task_id = ?', [
      randomBytes(SEAL_BYTES).toString('hex'),
      taskId,
    ]);
    const [run] = await db.query<{ seal: string }>(
      'SELECT seal FROM longshore_run WHERE task_id = ?',
      [taskId],
    );
    return run?.seal ?? null;
  },
  waiting: (taskId, places, by) =>
    waitingPlaces(db, taskId, places, '(corrected_by IS NULL OR corrected_by = ?)', [by]),
  waitingRows: (taskId, options) => waitingRows(db, taskId, options),
  holders: (taskId) => rowHolders(db, taskId),
  keepLayout: async ({ taskId, attempt }, layout) => {
    await db.query(
      'UPDATE longshore_run SET layout = ? WHERE task_id = ? AND attempt = ? AND opened AND NOT closed',
      [layout, taskId, attempt],
    );
  },
  layout: async (taskId) => {
    const [run] = await db.query<{ layout: string | null }>(
      'SELECT layout FROM longshore_run WHERE task_id = ?',
      [taskId],
    );
    return run?.layout ?? null;
  },
  correctedBy: (by) =>
    db.query<CorrectedRun>(
      `SELECT task_id AS taskId, succeeded, failed FROM longshore_run
       WHERE task_id IN (SELECT task_id FROM longshore_failed_row WHERE corrected_by = ?)
       ORDER BY task_id`,
      [by],
    ),
});

async function waitingPlaces(
  db: Sql,
  taskId: string,
  places: readonly Place[],
  condition: string,
  values: readonly string[],
): Promise<Place[]> {
  if (places.length === 0) return [];
  return db.query<Place>(
    `SELECT part, \`row_number\` AS \`row\` FROM longshore_failed_row
     WHERE task_id = ? AND ${condition} AND ${amongPlaces(places)}`,
    [taskId, ...values, ...valuesOf(places)],
  );
}

const amongPlaces = (places: readonly Place[]): string =>
  `(part, \`row_number\`) IN (${places.map(() => '(?, ?)').join(', ')})`;

const valuesOf = (places: readonly Place[]): number[] =>
  places.flatMap(({ part, row }) => [part, row]);
