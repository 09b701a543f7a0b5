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
    `INSERT INTO longshore.failed_row (task_id, part, row, cells, issues)
     SELECT $1, part, row, cells::jsonb, issues::jsonb
     FROM unnest($2::integer[], $3::integer[], $4::text[], $5::text[]) AS failed (part, row, cells, issues)`,
    [
      taskId,
      rows.map(({ place }) => place.part),
      rows.map(({ place }) => place.row),
      rows.map(({ cells }) => encodeCells(cells)),
      rows.map(({ issues }) => encodeIssues(issues)),
    ],
  );
}

interface StoredRow {
  readonly part: number;
  readonly row: number;
  readonly cells: readonly CellJson[];
  readonly issues: readonly StoredIssue[];
}

/** In reading order. */
export async function* failedRows(db: Sql, taskId: string): AsyncGenerator<FailedRow[]> {
  let after = BEFORE_FIRST_ROW;
  for (;;) {
    const rows = await db.query<StoredRow>(
      `SELECT part, row, cells, issues FROM (
         SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY part, row) - octet_length(cells::text) AS bytes_before
         FROM (
           SELECT part, row, cells, issues FROM longshore.failed_row
           WHERE task_id = $1 AND (part, row) > ($2, $3) ORDER BY part, row LIMIT $4
         ) AS next
       ) AS page
       WHERE bytes_before < $5 ORDER BY part, row`,
      [taskId, after.part, after.row, PAGE_ROWS, PAGE_BYTES],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { part: last.part, row: last.row };
    yield rows.map(({ part, row, cells, issues }) => ({
      place: { part, row },
      cells: decodeCells(cells),
      issues,
    }));
  }
}
