/** Several chunks of an import in one transaction: all of them are kept, or none. */
import type { ChunkTogether, ImportRun, RunState } from '@longshore/database';
import { noteOutcome, stateAfter } from './chunk.js';
import type { Connections } from './connections.js';
import { advanceRun, lockRun } from './runs.js';
import { ConnectionTransaction, rollBack } from './transaction.js';

interface ChunksOptions {
  readonly run: ImportRun;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
  /** `BEGIN …` and settings. */
  readonly begin: string;
}

/** Throws FencedError when the attempt may write no more. */
export function inChunks(
  connections: Connections,
  { run, signal, silenceMs, begin }: ChunksOptions,
  work: (chunk: ChunkTogether) => Promise<'keep' | 'undo'>,
): Promise<RunState> {
  return connections.lend({ signal, silenceMs }, async (client) => {
    try {
      const before = await stateAfter(client, run, `${begin}; ${lockRun(run)}`);
      let state = before;
      const tx = new ConnectionTransaction(client, signal);
      const end = await work(async (chunk) => {
        const outcome = await chunk(tx);
        await noteOutcome(tx, run, state.cursor, outcome);
        state = await stateAfter(client, run, advanceRun(run, outcome));
        return state;
      });
      signal.throwIfAborted();
      await client.query(end === 'keep' ? 'COMMIT' : 'ROLLBACK');
      return end === 'keep' ? state : before;
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  });
}
