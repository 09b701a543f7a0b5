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

const waiting = ({ places }: WaitingRowsOptions): string => `
  SELECT failed.*,
    COALESCE(corrects_task, task_id) AS ref_task,
    COALESCE(corrects_part, part) AS ref_part,
    COALESCE(corrects_row, \`row_number\`) AS ref_row
  FROM longshore_failed_row AS failed
  WHERE task_id = ? AND (part > ? OR (part = ? AND \`row_number\` > ?))
    AND (corrected_by IS NULL OR corrected_by = ?)
    AND ${among('(part, `row_number`)', places, '(?, ?)')}
    AND NOT EXISTS (
      SELECT 1 FROM longshore_failed_row AS origin
      WHERE origin.task_id = failed.corrects_task AND origin.part = failed.corrects_part
        AND origin.\`row_number\` = failed.corrects_row
        AND origin.corrected_by IS NOT NULL AND NOT (origin.corrected_by <=> ?))
  ORDER BY part, \`row_number\` LIMIT ${PAGE_ROWS}`;

/** Of the page only: each row costs a look into the index. MariaDB has no LATERAL. */
const newest = (options: WaitingRowsOptions): string => `
  SELECT failed.part, failed.\`row_number\`, ref_task, ref_part, ref_row,
    COALESCE(newest.task_id, failed.task_id) AS holder_task,
    COALESCE(newest.part, failed.part) AS holder_part,
    COALESCE(newest.\`row_number\`, failed.\`row_number\`) AS holder_row,
    COALESCE(newest.cells, failed.cells) AS cells,
    COALESCE(newest.issues, failed.issues) AS issues
  FROM (${waiting(options)}) AS failed
  LEFT JOIN longshore_failed_row AS newest
    ON newest.corrects_task = ref_task AND newest.corrects_part = ref_part AND newest.corrects_row = ref_row
      AND newest.task_id = (
        SELECT MAX(tried.task_id) FROM longshore_failed_row AS tried
        WHERE tried.corrects_task = ref_task AND tried.corrects_part = ref_part AND tried.corrects_row = ref_row
          AND ${among('tried.task_id', options.holders)})`;

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
         FROM (${newest(options)}) AS next
       ) AS page
       WHERE bytes_before < ${PAGE_BYTES} ORDER BY part, \`row_number\``,
      [
        taskId,
        last.part,
        last.part,
        last.row,
        by,
        ...places.flatMap(({ part, row }) => [part, row]),
        by,
        ...holders,
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
