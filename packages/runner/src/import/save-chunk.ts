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
import type { Previewed } from './preview/previewed.js';
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
  /** Names of the sheets, by part. */
  readonly sheets: readonly string[];
  /** What a person was shown before; null: nothing. */
  readonly previewed: Previewed | null;
}

/** Throws what `save` and the database throw, but for conflicts and rows that are refused. */
export function saveChunk(run: ImportRun, chunk: ChunkToSave): Promise<RunState> {
  const steady = chunk.previewed !== null;
  return inTransactions(chunk, (write, constraints) =>
    chunk.database.chunk(run, chunk.signal, (tx) => chunkOutcome(chunk, tx, write), {
      constraints,
      steady,
    }),
  );
}

/** Saves the rows of a chunk, within a transaction, and tells what became of them. */
export async function chunkOutcome(
  chunk: ChunkToSave,
  tx: Transaction,
  write: Write,
): Promise<ChunkOutcome> {
  const { checked, sheets, previewed } = chunk;
  const valid = validRows(chunk);
  const looking = previewed?.compare(valid, contextOf(chunk, tx));
  if (looking !== undefined) chunk.onStatementsSent();
  const { changed, toSave } = (await looking) ?? { changed: [], toSave: valid };
  const refusals = [...changed, ...(await write(tx, toSave))];
  const refused = refusedRows(refusals, checked);
  const failed = [...checked.flatMap((row) => (row.valid ? [] : [row.failed])), ...refused]
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map((row) => withSheet(row, sheets));
  return {
    cursor: checked.at(-1)?.source.place ?? BEFORE_FIRST_ROW,
    succeeded: valid.length - refused.length,
    failed,
    corrected: correctedBy(checked, refused),
  };
}

const FIRST_PART = 1;

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

/** Of several sheets an issue names its own. */
export function withSheet(row: FailedRow, sheets: readonly string[]): FailedRow {
  const sheet = sheets[row.place.part - FIRST_PART];
  if (sheets.length === 1 || sheet === undefined) return row;
  return { ...row, issues: row.issues.map((issue) => ({ ...issue, sheet })) };
}
