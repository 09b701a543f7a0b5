/**
 * Failed rows that wait to be corrected, as the newest import left them: a row that was corrected
 * and failed again stands in `longshore.failed_row` of that import too, with `corrects_task`.
 */
import type { StoredIssue } from '@longshore/contract';
import {
  BEFORE_FIRST_ROW,
  type CellJson,
  decodeCells,
  type RowHolder,
  type Sql,
  type WaitingRow,
  type WaitingRowsOptions,
} from '@longshore/database';
import { partByPart } from './part-by-part.js';

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 4 * 1024 ** 2;

interface StoredRow {
  readonly part: number;
  readonly row: number;
  readonly ref_task: string;
  readonly ref_part: number;
  readonly ref_row: number;
  readonly holder_task: string;
  readonly holder_part: number;
  readonly holder_row: number;
  readonly cells: readonly CellJson[];
  readonly issues: readonly StoredIssue[];
}

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
  ORDER BY part, row LIMIT ${PAGE_ROWS}`;

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

export async function* waitingRows(
  db: Sql,
  taskId: string,
  { after = BEFORE_FIRST_ROW, places, by, holders }: WaitingRowsOptions = {},
): AsyncGenerator<WaitingRow[]> {
  let last = after;
  for (;;) {
    const rows = await partByPart(db, { taskId, after: last }, ({ part, row }) =>
      db.query<StoredRow>(
        `SELECT * FROM (
         SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY part, row) - octet_length(cells::text) AS bytes_before
         FROM (${NEWEST}) AS next
       ) AS page
       WHERE bytes_before < ${PAGE_BYTES} ORDER BY part, row`,
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
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    last = { part: end.part, row: end.row };
    yield rows.map((stored) => ({
      place: { part: stored.part, row: stored.row },
      ref: { taskId: stored.ref_task, place: { part: stored.ref_part, row: stored.ref_row } },
      holder: {
        taskId: stored.holder_task,
        place: { part: stored.holder_part, row: stored.holder_row },
      },
      cells: decodeCells(stored.cells),
      issues: stored.issues,
    }));
  }
}

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
