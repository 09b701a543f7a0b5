/** Rows that were not saved, with their cells as the file holds them, in `longshore_failed_row`. */
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
import { insertMany } from './insert.js';

export const insertFailedRows = (
  tx: Sql,
  taskId: string,
  rows: readonly FailedRow[],
): Promise<void> =>
  insertMany(tx, {
    table: 'longshore_failed_row',
    rows: rows.map(({ place, cells, issues, corrects }) => ({
      task_id: taskId,
      part: place.part,
      row_number: place.row,
      cells: encodeCells(cells),
      issues: encodeIssues(issues),
      corrects_task: corrects?.taskId,
      corrects_part: corrects?.place.part,
      corrects_row: corrects?.place.row,
    })),
  });

const COLUMNS = 'part, `row_number`, cells, issues, corrects_task, corrects_part, corrects_row';

/** In reading order, without those that were corrected. */
export const failedRows = (db: Sql, taskId: string): AsyncGenerator<FailedRow[]> =>
  pagesOfRows(
    BEFORE_FIRST_ROW,
    ({ part, row }) =>
      db.query<StoredFailedRow>(
        `SELECT page.*, \`row_number\` AS \`row\` FROM (
           SELECT next.*, SUM(OCTET_LENGTH(cells)) OVER (ORDER BY part, \`row_number\`) - OCTET_LENGTH(cells) AS bytes_before
           FROM (
             SELECT ${COLUMNS} FROM longshore_failed_row
             WHERE task_id = ? AND corrected_by IS NULL AND (part > ? OR (part = ? AND \`row_number\` > ?))
             ORDER BY part, \`row_number\` LIMIT ${PAGE_BOUNDS.rows}
           ) AS next
         ) AS page
         WHERE bytes_before < ${PAGE_BOUNDS.bytes} ORDER BY part, \`row_number\``,
        [taskId, part, part, row],
      ),
    failedRowOf,
  );
