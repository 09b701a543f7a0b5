/**
 * Failed rows that wait to be corrected, as the newest import left them: a row that was corrected
 * and failed again stands in `longshore.failed_row` of that import too, with `corrects_task`.
 */
import {
  BEFORE_FIRST_ROW,
  PAGE_BOUNDS,
  pagesOfRows,
  type RowHolder,
  type Sql,
  type StoredWaitingRow,
  type WaitingRow,
  type WaitingRowsOptions,
  waitingRowOf,
} from '@longshore/database';
import { partByPart } from './part-by-part.js';

/**
 * $1 task, $2 and $3 the row before, $4 the import that asks or '', $5 and $6 the places or null.
 */
const WAITING = `
  SELECT failed.*,
    coalesce(corrects_task, task_id) AS ref_task,
    coalesce(corrects_part, part) AS ref_part,
    coalesce(corrects_row, row) AS ref_row
  FROM longshore.failed_row AS failed
  WHERE task_id = $1 AND part = $2 AND row > $3
    AND (corrected_by IS NULL OR corrected_by = $4::text)
    AND ($5::integer[] IS NULL OR (part, row) IN (SELECT * FROM unnest($5::integer[], $6::integer[])))
    AND NOT EXISTS (
      SELECT FROM longshore.failed_row AS origin
      WHERE (origin.task_id, origin.part, origin.row) = (failed.corrects_task, failed.corrects_part, failed.corrects_row)
        AND origin.corrected_by IS NOT NULL AND origin.corrected_by IS DISTINCT FROM $4::text)
  ORDER BY part, row LIMIT ${PAGE_BOUNDS.rows}`;

/** Of the page only: each row costs a look into the index. */
const NEWEST = `
  SELECT failed.part, failed.row, ref_task, ref_part, ref_row,
    coalesce(newest.task_id, failed.task_id) AS holder_task,
    coalesce(newest.part, failed.part) AS holder_part,
    coalesce(newest.row, failed.row) AS holder_row,
    coalesce(newest.cells, failed.cells) AS cells,
    coalesce(newest.issues, failed.issues) AS issues
  FROM (${WAITING}) AS failed
  LEFT JOIN LATERAL (
    SELECT * FROM longshore.failed_row AS tried
    WHERE tried.corrects_task = ref_task AND tried.corrects_part = ref_part AND tried.corrects_row = ref_row
      AND ($7::text[] IS NULL OR tried.task_id = ANY ($7::text[]))
    ORDER BY tried.task_id COLLATE "C" DESC LIMIT 1
  ) AS newest ON true`;

export const waitingRows = (
  db: Sql,
  taskId: string,
  { after: first = BEFORE_FIRST_ROW, places, by, holders }: WaitingRowsOptions = {},
): AsyncGenerator<WaitingRow[]> =>
  pagesOfRows(
    first,
    (after) =>
      partByPart(db, { taskId, after }, ({ part, row }) =>
        db.query<StoredWaitingRow>(
          `SELECT * FROM (
             SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY part, row) - octet_length(cells::text) AS bytes_before
             FROM (${NEWEST}) AS next
           ) AS page
           WHERE bytes_before < ${PAGE_BOUNDS.bytes} ORDER BY part, row`,
          [
            taskId,
            part,
            row,
            by ?? null,
            places?.map((place) => place.part) ?? null,
            places?.map((place) => place.row) ?? null,
            holders ?? null,
          ],
        ),
      ),
    waitingRowOf,
  );

/** Some of them may hold rows that were corrected since. */
export const rowHolders = (db: Sql, taskId: string): Promise<RowHolder[]> =>
  db.query<RowHolder>(
    `SELECT failed.part, tried.task_id AS "taskId", tried.part AS "holderPart"
     FROM longshore.failed_row AS failed JOIN longshore.failed_row AS tried
       ON (tried.corrects_task, tried.corrects_part, tried.corrects_row) = (failed.corrects_task, failed.corrects_part, failed.corrects_row)
     WHERE failed.task_id = $1 AND failed.corrects_task IS NOT NULL
     UNION
     SELECT corrects_part, task_id, part FROM longshore.failed_row WHERE corrects_task = $1
     ORDER BY 2, 1, 3`,
    [taskId],
  );
