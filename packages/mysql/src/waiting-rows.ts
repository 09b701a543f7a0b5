/**
 * Failed rows that wait to be corrected, as the newest import left them: a row that was corrected
 * and failed again stands in `longshore_failed_row` of that import too, with `corrects_task`.
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

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 4 * 1024 ** 2;

interface StoredRow {
  readonly part: number;
  readonly row_number: number;
  readonly ref_task: string;
  readonly ref_part: number;
  readonly ref_row: number;
  readonly holder_task: string;
  readonly holder_part: number;
  readonly holder_row: number;
  readonly cells: string;
  readonly issues: string;
}

/** `tried` corrects the same row as `failed`, or `failed` itself. */
const SAME_ROW = `tried.corrects_task = COALESCE(failed.corrects_task, failed.task_id)
  AND tried.corrects_part = COALESCE(failed.corrects_part, failed.part)
  AND tried.corrects_row = COALESCE(failed.corrects_row, failed.\`row_number\`)`;

/** MariaDB has no LATERAL. */
const waiting = ({ places, holders }: WaitingRowsOptions): string => `
  SELECT failed.part, failed.\`row_number\`,
    COALESCE(failed.corrects_task, failed.task_id) AS ref_task,
    COALESCE(failed.corrects_part, failed.part) AS ref_part,
    COALESCE(failed.corrects_row, failed.\`row_number\`) AS ref_row,
    COALESCE(newest.task_id, failed.task_id) AS holder_task,
    COALESCE(newest.part, failed.part) AS holder_part,
    COALESCE(newest.\`row_number\`, failed.\`row_number\`) AS holder_row,
    COALESCE(newest.cells, failed.cells) AS cells,
    COALESCE(newest.issues, failed.issues) AS issues
  FROM longshore_failed_row AS failed
  LEFT JOIN longshore_failed_row AS origin
    ON origin.task_id = failed.corrects_task AND origin.part = failed.corrects_part
      AND origin.\`row_number\` = failed.corrects_row
  LEFT JOIN longshore_failed_row AS newest
    ON newest.corrects_task = COALESCE(failed.corrects_task, failed.task_id)
      AND newest.corrects_part = COALESCE(failed.corrects_part, failed.part)
      AND newest.corrects_row = COALESCE(failed.corrects_row, failed.\`row_number\`)
      AND newest.task_id = (
        SELECT MAX(tried.task_id) FROM longshore_failed_row AS tried
        WHERE ${SAME_ROW} AND ${among('tried.task_id', holders)})
  WHERE failed.task_id = ? AND (failed.part > ? OR (failed.part = ? AND failed.\`row_number\` > ?))
    AND (failed.corrected_by IS NULL OR failed.corrected_by = ?)
    AND (origin.corrected_by IS NULL OR origin.corrected_by = ?)
    AND ${among('(failed.part, failed.`row_number`)', places, '(?, ?)')}
  ORDER BY failed.part, failed.\`row_number\` LIMIT ${PAGE_ROWS}`;

/** Undefined: among all. */
function among(column: string, values: readonly unknown[] | undefined, sign = '?'): string {
  if (values === undefined) return 'TRUE';
  return values.length === 0 ? 'FALSE' : `${column} IN (${values.map(() => sign).join(', ')})`;
}

export async function* waitingRows(
  db: Sql,
  taskId: string,
  options: WaitingRowsOptions = {},
): AsyncGenerator<WaitingRow[]> {
  const { after = BEFORE_FIRST_ROW, places = [], by = null, holders = [] } = options;
  let last = after;
  for (;;) {
    const rows = await db.query<StoredRow>(
      `SELECT * FROM (
         SELECT next.*, SUM(OCTET_LENGTH(cells)) OVER (ORDER BY part, \`row_number\`) - OCTET_LENGTH(cells) AS bytes_before
         FROM (${waiting(options)}) AS next
       ) AS page
       WHERE bytes_before < ${PAGE_BYTES} ORDER BY part, \`row_number\``,
      [
        ...holders,
        taskId,
        last.part,
        last.part,
        last.row,
        by,
        by,
        ...places.flatMap(({ part, row }) => [part, row]),
      ],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    last = { part: end.part, row: end.row_number };
    yield rows.map((stored) => ({
      place: { part: stored.part, row: stored.row_number },
      ref: { taskId: stored.ref_task, place: { part: stored.ref_part, row: stored.ref_row } },
      holder: {
        taskId: stored.holder_task,
        place: { part: stored.holder_part, row: stored.holder_row },
      },
      cells: decodeCells(JSON.parse(stored.cells) as CellJson[]), // written by encodeCells
      issues: JSON.parse(stored.issues) as StoredIssue[], // written by encodeIssues
    }));
  }
}

/** Some of them may hold rows that were corrected since. */
export const rowHolders = (db: Sql, taskId: string): Promise<RowHolder[]> =>
  db.query<RowHolder>(
    `SELECT failed.part AS part, tried.task_id AS taskId, tried.part AS holderPart
     FROM longshore_failed_row AS failed JOIN longshore_failed_row AS tried
       ON tried.corrects_task = failed.corrects_task AND tried.corrects_part = failed.corrects_part
         AND tried.corrects_row = failed.corrects_row
     WHERE failed.task_id = ?
     UNION
     SELECT corrects_part, task_id, part FROM longshore_failed_row WHERE corrects_task = ?
     ORDER BY 2, 1, 3`,
    [taskId, taskId],
  );
