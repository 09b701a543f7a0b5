/**
 * Pages of failed rows, each within one part of an upload: so that the primary key leads to the
 * page and gives its order. Asked for `(part, row) > …`, a table without statistics, as it is after
 * an import, is read to its end and sorted for each page.
 */
import type { Place, Sql } from '@longshore/database';

/**
 * What `ask` finds behind a place in the part of the place, or in the first later part in which it
 * finds rows; empty: nowhere.
 */
export async function partByPart<Row>(
  db: Sql,
  { taskId, after }: { readonly taskId: string; readonly after: Place },
  ask: (after: Place) => Promise<Row[]>,
): Promise<Row[]> {
  for (let place = after; ; ) {
    const rows = await ask(place);
    if (rows.length > 0) return rows;
    const [next] = await db.query<{ part: number }>(
      'SELECT part FROM longshore.failed_row WHERE task_id = $1 AND part > $2 ORDER BY part LIMIT 1',
      [taskId, place.part],
    );
    if (next === undefined) return [];
    place = { part: next.part, row: 0 };
  }
}
