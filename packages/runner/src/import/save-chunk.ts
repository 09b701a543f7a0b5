/** One chunk in one transaction: business rows, failed rows, counts and cursor. */
import {
  BEFORE_FIRST_ROW,
  comparePlaces,
  type FailedRow,
  type ImportRun,
  type RowRef,
  type RunState,
} from '@longshore/database';
import type { CheckedRow } from './check-row.js';
import { type PartName, withPart } from './part-names.js';
import type { Previewed } from './preview/previewed.js';
import { writeAndKeep } from './undo/keep-rows.js';
import {
  type ChunkToWrite,
  contextOf,
  inTransactions,
  placeName,
  refusedRows,
  validRows,
} from './write-rows.js';

interface ChunkOptions extends Omit<ChunkToWrite, 'taskId'> {
  readonly run: ImportRun;
  /** What an issue names beside its row, by part. */
  readonly names: readonly PartName[];
  /** What a person was shown before; null: nothing. */
  readonly previewed: Previewed | null;
}

/** Throws what `save` and the database throw, but for conflicts and rows that are refused. */
export function saveChunk({ run, names, previewed, ...rest }: ChunkOptions): Promise<RunState> {
  const chunk: ChunkToWrite = { ...rest, taskId: run.taskId };
  const { checked, database, signal } = chunk;
  const valid = validRows(chunk);
  const steady = previewed !== null || chunk.executor.undo !== null;
  return inTransactions(chunk, (write, constraints) =>
    database.chunk(
      run,
      signal,
      async (tx) => {
        const looking = previewed?.changedRows(valid, contextOf(chunk, tx));
        if (looking !== undefined) chunk.onStatementsSent();
        const changed = (await looking) ?? [];
        const places = new Set(changed.map(({ place }) => placeName(place)));
        const unchanged =
          places.size === 0
            ? valid
            : valid.filter(({ part, number }) => !places.has(placeName({ part, row: number })));
        const { refusals, kept } = await writeAndKeep(chunk, unchanged, { tx, write });
        const refused = refusedRows([...changed, ...refusals], checked);
        const failed = [...checked.flatMap((row) => (row.valid ? [] : [row.failed])), ...refused]
          .sort((a, b) => comparePlaces(a.place, b.place))
          .map((row) => withPart(row, names));
        return {
          cursor: checked.at(-1)?.source.place ?? BEFORE_FIRST_ROW,
          succeeded: valid.length - refused.length,
          failed,
          corrected: correctedBy(checked, refused),
          kept,
        };
      },
      { constraints, steady },
    ),
  );
}

/** What the rows that were saved correct. */
function correctedBy(
  checked: readonly CheckedRow[],
  refused: readonly FailedRow[],
): readonly RowRef[] {
  const names = new Set(refused.map(({ place }) => placeName(place)));
  return checked.flatMap(({ valid, source: { place, corrects } }) =>
    valid && corrects !== undefined && !names.has(placeName(place)) ? [corrects] : [],
  );
}
