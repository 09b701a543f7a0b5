/** Rows that were not saved, with their cells as the file holds them, in `longshore_failed_row`. */
import type { StoredIssue } from '@longshore/contract';
import {
  BEFORE_FIRST_ROW,
  type CellJson,
  decodeCells,
  encodeCells,
  encodeIssues,
  type FailedRow,
  type Sql,
} from '@longshore/database';
import { insertMany } from './insert.js';

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 4 * 1024 ** 2;

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

interface StoredRow {
  readonly part: number;
  readonly row_number: number;
  readonly cells: string;
  readonly issues: string;
  readonly corrects_task: string | null;
  readonly corrects_part: number;
  readonly corrects_row: number;
}

const COLUMNS = 'part, `row_number`, cells, issues, corrects_task, corrects_part, corrects_row';

/** In reading order, without those that were corrected. */
export async function* failedRows(db: Sql, taskId: string): AsyncGenerator<FailedRow[]> {
  let after = BEFORE_FIRST_ROW;
  for (;;) {
    const rows = await db.query<StoredRow>(
      `SELECT ${COLUMNS} FROM (
         SELECT next.*, SUM(OCTET_LENGTH(cells)) OVER (ORDER BY part, \`row_number\`) - OCTET_LENGTH(cells) AS bytes_before
         FROM (
           SELECT ${COLUMNS} FROM longshore_failed_row
           WHERE task_id = ? AND corrected_by IS NULL AND (part > ? OR (part = ? AND \`row_number\` > ?))
           ORDER BY part, \`row_number\` LIMIT ${PAGE_ROWS}
         ) AS next
       ) AS page
       WHERE bytes_before < ${PAGE_BYTES} ORDER BY part, \`row_number\``,
      [taskId, after.part, after.part, after.row],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { part: last.part, row: last.row_number };
    yield rows.map(({ part, row_number, cells, issues, ...stored }) => ({
      place: { part, row: row_number },
      cells: decodeCells(JSON.parse(cells) as CellJson[]), // written by encodeCells
      issues: JSON.parse(issues) as StoredIssue[], // written by encodeIssues
      ...(stored.corrects_task !== null && {
        corrects: {
          taskId: stored.corrects_task,
          place: { part: stored.corrects_part, row: stored.corrects_row },
        },
      }),
    }));
  }
}
