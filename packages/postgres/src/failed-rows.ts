/** Rows that were not saved, with their cells as they came, in `longshore.failed_row`. */
import type { RowIssue } from '@longshore/contract';
import type { FailedRow, Sql } from '@longshore/database';
import { decodeCells, encodeCells, encodeIssues } from './cell-json.js';

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
    `INSERT INTO longshore.failed_row (task_id, number, cells, issues)
     SELECT $1, number, cells::jsonb, issues::jsonb FROM unnest($2::integer[], $3::text[], $4::text[]) AS failed (number, cells, issues)`,
    [
      taskId,
      rows.map(({ number }) => number),
      rows.map(({ cells }) => encodeCells(cells)),
      rows.map(({ issues }) => encodeIssues(issues)),
    ],
  );
}

interface StoredRow {
  readonly number: number;
  readonly cells: Parameters<typeof decodeCells>[0];
  readonly issues: readonly RowIssue[];
}

/** In sheet order. */
export async function* failedRows(db: Sql, taskId: string): AsyncGenerator<FailedRow[]> {
  let after = 0;
  for (;;) {
    const rows = await db.query<StoredRow>(
      `SELECT number, cells, issues FROM (
         SELECT *, sum(octet_length(cells::text)) OVER (ORDER BY number) - octet_length(cells::text) AS bytes_before
         FROM (SELECT number, cells, issues FROM longshore.failed_row WHERE task_id = $1 AND number > $2 ORDER BY number LIMIT $3) AS next
       ) AS page
       WHERE bytes_before < $4 ORDER BY number`,
      [taskId, after, PAGE_ROWS, PAGE_BYTES],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
    yield rows.map(({ number, cells, issues }) => ({ number, cells: decodeCells(cells), issues }));
  }
}
