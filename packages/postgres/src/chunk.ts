/**
 * One chunk of an import in one transaction. What the framework adds to the business's own
 * statements takes two messages:
 * BEGIN with its limits and the lock on the run, then the run's advance with COMMIT.
 */
import {
  type ChunkOutcome,
  FencedError,
  type ImportRun,
  type RunState,
  sqlNoteOutcome,
  type Transaction,
  type UndoTables,
} from '@longshore/database';
import type pg from 'pg';
import type { Connections } from './connections.js';
import { noteCorrected } from './corrections.js';
import { insertFailedRows } from './failed-rows.js';
import { advanceRun, lockRun, type StoredState, stateOf } from './runs.js';
import { builder } from './sql.js';
import { ConnectionTransaction, rollBack } from './transaction.js';

/** Where the rows stand that imports can be undone with. */
export const UNDO_TABLES: UndoTables = {
  builder,
  run: 'longshore.run',
  kept: 'longshore.kept_rows',
};

/** Where the details of imports stand. */
export const DETAIL_TABLE = 'longshore.detail';

export const noteOutcome = sqlNoteOutcome({
  undo: UNDO_TABLES,
  detail: DETAIL_TABLE,
  insertFailedRows,
  noteCorrected,
});

interface ChunkOptions {
  readonly run: ImportRun;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
  /** `BEGIN …` and settings. */
  readonly begin: string;
}

/** Throws FencedError when the attempt may write no more. */
export function inChunk(
  connections: Connections,
  { run, signal, silenceMs, begin }: ChunkOptions,
  work: (tx: Transaction) => Promise<ChunkOutcome>,
): Promise<RunState> {
  return connections.lend({ signal, silenceMs }, async (client) => {
    try {
      const { cursor } = await stateAfter(client, run, `${begin}; ${lockRun(run)}`);
      const tx = new ConnectionTransaction(client, signal);
      const outcome = await work(tx);
      await noteOutcome(tx, run, cursor, outcome);
      signal.throwIfAborted();
      return await stateAfter(client, run, `${advanceRun(run, outcome)}; COMMIT`);
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  });
}

type Answer = pg.QueryResult<StoredState>;

/** Of the statements of one message, the one that returns a row. */
export async function stateAfter(
  client: pg.ClientBase,
  run: ImportRun,
  statements: string,
): Promise<RunState> {
  // pg answers several statements with a list of results, which its types do not know.
  const answer = (await client.query<StoredState>(statements)) as Answer | readonly Answer[];
  const stored = [answer].flat().flatMap(({ rows }) => rows)[0];
  if (stored === undefined) throw new FencedError(run);
  return stateOf(stored);
}
