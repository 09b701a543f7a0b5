/** One chunk in one transaction: business rows, failed rows, counts and cursor. */
import {
  BEFORE_FIRST_ROW,
  type ChunkOutcome,
  comparePlaces,
  type FailedRow,
  type ImportRun,
  type RowRef,
  type RunState,
  type Transaction,
} from '@longshore/database';
import type { CheckedRow } from './check-row.js';
import { detailOf } from './log/detail-lines.js';
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
  type Write,
} from './write-rows.js';

/** Rows of an upload that are saved together. */
export interface ChunkToSave extends ChunkToWrite {
  /** What an issue names beside its row, by part. */
  readonly names: readonly PartName[];
  /** What a person was shown before; null: nothing. */
  readonly previewed: Previewed | null;
}

/** Throws what `save` and the database throw, but for conflicts and rows that are refused. */
export function saveChunk(run: ImportRun, chunk: ChunkToSave): Promise<RunState> {
  const steady = isSteady(chunk);
  return inTransactions(chunk, (write, constraints) =>
    chunk.database.chunk(run, chunk.signal, (tx) => chunkOutcome(chunk, tx, write), {
      constraints,
      steady,
    }),
  );
}

/** Whether what is read of rows decides what is written, or kept, of them. */
export const isSteady = ({ previewed, executor }: ChunkToSave): boolean =>
  previewed !== null || executor.undo !== null;

/** Saves the rows of a chunk, within a transaction, and tells what became of them. */
export async function chunkOutcome(
  chunk: ChunkToSave,
  tx: Transaction,
  write: Write,
): Promise<ChunkOutcome> {
  const { checked, names, previewed } = chunk;
  const valid = validRows(chunk);
  const since = await previewed?.compare(valid, contextOf(chunk, tx));
  const { changed, toSave } = since ?? { changed: [], toSave: valid };
  const { refusals, kept, fateOf } = await writeAndKeep(chunk, toSave, { tx, write });
  const refused = refusedRows([...changed, ...refusals], checked);
  const failed = [...failedIn(checked), ...refused]
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map((row) => withPart(row, names));
  return {
    cursor: checked.at(-1)?.source.place ?? BEFORE_FIRST_ROW,
    succeeded: valid.length - refused.length,
    failed,
    corrected: correctedBy(checked, refused),
    kept,
    ...detailOf(chunk, { failed, saved: toSave, fateOf }),
  };
}

/** By a loop: most chunks have none, and a list for each row is dear. */
function failedIn(checked: readonly CheckedRow[]): FailedRow[] {
  const failed: FailedRow[] = [];
  for (const row of checked) if (!row.valid) failed.push(row.failed);
  return failed;
}

/** What the rows that were saved correct. */
function correctedBy(
  checked: readonly CheckedRow[],
  refused: readonly FailedRow[],
): readonly RowRef[] {
  if (!checked.some(({ source }) => source.corrects !== undefined)) return [];
  const names = new Set(refused.map(({ place }) => placeName(place)));
  return checked.flatMap(({ valid, source: { place, corrects } }) =>
    valid && corrects !== undefined && !names.has(placeName(place)) ? [corrects] : [],
  );
}
