/** Rows that were not saved, with their cells as they came, in `longshore.failed_row`. */
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
import { partByPart } from './part-by-part.js';

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 4 * 1024 ** 2;

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

interface StoredRow {
  readonly part: number;
  readonly row: number;
  readonly cells: readonly CellJson[];
  readonly issues: readonly StoredIssue[];
  readonly corrects_task: string | null;
  readonly corrects_part: number;
  readonly corrects_row: number;
}

const COLUMNS = 'part, row, cells, issues, corrects_task, corrects_part, corrects_row';

/** In reading order, without those that were corrected. */
export async function* failedRows(db: Sql, taskId: string): AsyncGenerator<FailedRow[]> {
  let after = BEFORE_FIRST_ROW;
  for (;;) {
    const rows = await partByPart(db, { taskId, after }, ({ part, row }) =>
      db.query<StoredRow>(
        `SELECT ${COLUMNS} FROM (
         SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY part, row) - octet_length(cells::text) AS bytes_before
         FROM (
           SELECT ${COLUMNS} FROM longshore.failed_row
           WHERE task_id = $1 AND corrected_by IS NULL AND part = $2 AND row > $3 ORDER BY part, row LIMIT $4
         ) AS next
       ) AS page
       WHERE bytes_before < $5 ORDER BY part, row`,
        [taskId, part, row, PAGE_ROWS, PAGE_BYTES],
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { part: last.part, row: last.row };
    yield rows.map(({ part, row, cells, issues, ...stored }) => ({
      place: { part, row },
      cells: decodeCells(cells),
      issues,
      ...(stored.corrects_task !== null && {
        corrects: {
          taskId: stored.corrects_task,
          place: { part: stored.corrects_part, row: stored.corrects_row },
        },
      }),
    }));
  }
}
