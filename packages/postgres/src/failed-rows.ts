/** Rows that were not saved, with their cells as they came, in `longshore.failed_row`. */
import {
  BEFORE_FIRST_ROW,
  encodeCells,
  encodeIssues,
  type FailedRow,
  failedRowOf,
  PAGE_BOUNDS,
  pagesOfRows,
  type Sql,
  type StoredFailedRow,
} from '@longshore/database';
import { partByPart } from './part-by-part.js';

export async function insertFailedRows(
  tx: Sql,
  taskId: string,
  rows: readonly FailedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO longshore.failed_row (task_id, part, row, cells, issues, corrects_task, corrects_part, corrects_row)
     SELECT $1, part, row, cells::jsonb, issues::jsonb, corrects_task, corrects_part, corrects_row
     FROM unnest($2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::integer[])
       AS failed (part, row, cells, issues, corrects_task, corrects_part, corrects_row)`,
    [
      taskId,
      rows.map(({ place }) => place.part),
      rows.map(({ place }) => place.row),
      rows.map(({ cells }) => encodeCells(cells)),
      rows.map(({ issues }) => encodeIssues(issues)),
      rows.map(({ corrects }) => corrects?.taskId ?? null),
      rows.map(({ corrects }) => corrects?.place.part ?? null),
      rows.map(({ corrects }) => corrects?.place.row ?? null),
    ],
  );
}

const COLUMNS = 'part, row, cells, issues, corrects_task, corrects_part, corrects_row';

/** In reading order, without those that were corrected. */
export const failedRows = (db: Sql, taskId: string): AsyncGenerator<FailedRow[]> =>
  pagesOfRows(
    BEFORE_FIRST_ROW,
    (after) =>
      partByPart(db, { taskId, after }, ({ part, row }) =>
        db.query<StoredFailedRow>(
          `SELECT ${COLUMNS} FROM (
             SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY part, row) - octet_length(cells::text) AS bytes_before
             FROM (
               SELECT ${COLUMNS} FROM longshore.failed_row
               WHERE task_id = $1 AND corrected_by IS NULL AND part = $2 AND row > $3 ORDER BY part, row LIMIT $4
             ) AS next
           ) AS page
           WHERE bytes_before < $5 ORDER BY part, row`,
          [taskId, part, row, PAGE_BOUNDS.rows, PAGE_BOUNDS.bytes],
        ),
      ),
    failedRowOf,
  );
