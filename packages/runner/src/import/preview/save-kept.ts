/**
 * A chunk as its preview kept it, saved by the comparison of its executor: nothing is read or
 * checked again. Where one of its rows is not as it was, or the database refuses one, the chunk is
 * undone, and its rows are saved as those of any import.
 */
import type { ImportRun, RunState } from '@longshore/database';
import type { CheckedRow } from '../check-row.js';
import { withPart } from '../part-names.js';
import { type ChunkToSave, saveChunk } from '../save-chunk.js';
import { contextOf, mayBeOfOneRow } from '../write-rows.js';
import type { ComparedChunk } from './kept-chunks.js';

/** What is saved, and with what. */
export interface ChunkAsKept {
  /** Without rows. */
  readonly chunk: ChunkToSave;
  readonly compared: ComparedChunk;
  /** The rows of the chunk, for when it cannot be saved as it was kept. */
  rows(): Promise<readonly CheckedRow[]>;
}

/** Throws as `saveChunk`. */
export async function saveKept(run: ImportRun, asKept: ChunkAsKept): Promise<RunState> {
  const { chunk, rows } = asKept;
  try {
    return await saveAsKept(run, asKept);
  } catch (error) {
    if (!isOfRows(error, chunk)) throw error;
    return saveChunk(run, { ...chunk, checked: await rows() });
  }
}

class NotAsItWas extends Error {}

/** Also where another transaction came first: the rows may have been changed by it. */
const isOfRows = (error: unknown, chunk: ChunkToSave): boolean =>
  error instanceof NotAsItWas ||
  mayBeOfOneRow(error, chunk) ||
  chunk.database.faultOf(error).kind === 'conflict';

const saveAsKept = (
  run: ImportRun,
  { chunk, compared: { end, valid, failed, kept } }: ChunkAsKept,
): Promise<RunState> =>
  chunk.database.chunk(run, chunk.signal, async (tx) => {
    const saving = chunk.executor.comparison?.saveKept?.(kept, contextOf(chunk, tx));
    chunk.onStatementsSent();
    if ((await saving) !== true) throw new NotAsItWas();
    const named = failed.map((row) => withPart(row, chunk.names));
    return { cursor: end, succeeded: valid, failed: named };
  });
