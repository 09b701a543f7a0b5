/**
 * Rows that are put back have to be, afterwards, what they were before the import. Used by
 * undo-chunk.ts.
 */
import type { Transaction } from '@longshore/database';
import type { ValidRow } from '@longshore/executors';
import { placeName, type RefusedRow, type Write } from '../write-rows.js';

interface Writing {
  readonly tx: Transaction;
  readonly write: Write;
  /** Of rows that were written, those that are not as they should be. */
  readonly unlike: (written: readonly ValidRow[]) => Promise<readonly ValidRow[]>;
}

/** A row that does not come back as it was is not written, and told as refused. */
export async function writeExactly(
  given: readonly ValidRow[],
  { tx, write, unlike }: Writing,
): Promise<readonly RefusedRow[]> {
  const wrong: RefusedRow[] = [];
  for (let rows = given; rows.length > 0; ) {
    try {
      const refusals = await tx.savepoint(async () => {
        const refused = await write(tx, rows);
        const names = new Set(refused.map(({ place }) => placeName(place)));
        const unlikes = await unlike(rows.filter((row) => !names.has(nameOf(row))));
        if (unlikes.length > 0) throw new NotAsBefore(unlikes);
        return refused;
      });
      return [...wrong, ...refusals];
    } catch (error) {
      if (!(error instanceof NotAsBefore)) throw error;
      wrong.push(...error.rows.map(notAsBefore));
      rows = rows.filter((row) => !error.rows.includes(row));
    }
  }
  return wrong;
}

/** Undoes what was written since the savepoint. */
class NotAsBefore extends Error {
  readonly rows: readonly ValidRow[];

  constructor(rows: readonly ValidRow[]) {
    super(`${rows.length} rows are not as they were after they were put back`);
    this.name = 'NotAsBefore';
    this.rows = rows;
  }
}

const nameOf = ({ part, number }: ValidRow): string => placeName({ part, row: number });

const notAsBefore = ({ part, number }: ValidRow): RefusedRow => ({
  place: { part, row: number },
  issue: { row: number, column: null, code: 'not_as_before', values: {}, message: null },
});
