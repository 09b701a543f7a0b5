/** Chunks of an import: their outcomes, within a transaction; several of them in one. */
import {
  type ChunkOutcome,
  type ChunkTogether,
  type ImportRun,
  type RunState,
  sqlNoteOutcome,
  type Transaction,
  type UndoTables,
} from '@longshore/database';
import type { Connections } from './connections.js';
import { noteCorrected } from './corrections.js';
import { insertFailedRows } from './failed-rows.js';
import { advanceRun, lockRun } from './runs.js';
import { builder } from './sql.js';
import { inTransaction, type TransactionOptions } from './transaction.js';

/** Where the rows stand that imports can be undone with. */
export const UNDO_TABLES: UndoTables = {
  builder,
  run: 'longshore_run',
  kept: 'longshore_kept_rows',
};

/** Where the details of imports stand. */
export const DETAIL_TABLE = 'longshore_detail';

const noteOutcome = sqlNoteOutcome({
  undo: UNDO_TABLES,
  detail: DETAIL_TABLE,
  insertFailedRows,
  noteCorrected,
});

/** After lockRun, whose state is `before`. Returns the new state. */
export async function chunkOn(
  tx: Transaction,
  run: ImportRun,
  before: RunState,
  work: (tx: Transaction) => Promise<ChunkOutcome>,
): Promise<RunState> {
  const outcome = await work(tx);
  await noteOutcome(tx, run, before.cursor, outcome);
  return advanceRun(tx, run, before, outcome);
}

/** All chunks are kept, or none. Throws FencedError when the attempt may write no more. */
export async function inChunks(
  connections: Connections,
  options: TransactionOptions,
  run: ImportRun,
  work: (chunk: ChunkTogether) => Promise<'keep' | 'undo'>,
): Promise<RunState> {
  const { state } = await inTransaction(
    connections,
    options,
    async (tx) => {
      const before = await lockRun(tx, run);
      let state = before;
      const end = await work(async (chunk) => {
        state = await chunkOn(tx, run, state, chunk);
        return state;
      });
      return end === 'keep' ? { end, state } : { end, state: before };
    },
    ({ end }) => (end === 'keep' ? 'COMMIT' : 'ROLLBACK'),
  );
  return state;
}
