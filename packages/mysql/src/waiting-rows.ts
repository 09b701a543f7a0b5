/**
 * Failed rows that wait to be corrected, as the newest import left them: a row that was corrected
 * and failed again stands in `longshore_failed_row` of that import too, with `corrects_task`.
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
  ORDER BY part, \`row_number\` LIMIT ${PAGE_BOUNDS.rows}`;

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

export function waitingRows(
  db: Sql,
  taskId: string,
  options: WaitingRowsOptions = {},
): AsyncGenerator<WaitingRow[]> {
  const { after = BEFORE_FIRST_ROW, places = [], by = null, holders = [] } = options;
  const numbers = places.flatMap(({ part, row }) => [part, row]);
  return pagesOfRows(
    after,
    ({ part, row }) =>
      db.query<StoredWaitingRow>(
        `SELECT page.*, \`row_number\` AS \`row\` FROM (
           SELECT next.*, SUM(OCTET_LENGTH(cells)) OVER (ORDER BY part, \`row_number\`) - OCTET_LENGTH(cells) AS bytes_before
           FROM (${newest(options)}) AS next
         ) AS page
         WHERE bytes_before < ${PAGE_BOUNDS.bytes} ORDER BY part, \`row_number\``,
        [taskId, part, part, row, by, ...numbers, by, ...holders],
      ),
    waitingRowOf,
  );
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
