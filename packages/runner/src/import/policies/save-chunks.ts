/** The rows of an upload, a transaction a chunk, until all are saved or too many have failed. */
import type { RunState } from '@longshore/database';
import type { CheckedRow } from '../check-row.js';
import { prefetch } from '../prefetch.js';
import { saveKept } from '../preview/save-kept.js';
import { saveChunk } from '../save-chunk.js';
import { chunksToSave } from './chunks-to-save.js';
import type { Saving } from './saving.js';

export interface ChunksEnd {
  readonly state: RunState;
  /** Too many rows had failed before all were reached. */
  readonly isStopped: boolean;
}

/** `state`: after the last committed chunk of an earlier attempt. */
export async function saveChunks(saving: Saving, state: RunState): Promise<ChunksEnd> {
  const { opened, plan, reporter, run } = saving;
  const { total } = opened.measured;
  const toSave = chunksToSave(opened, state.cursor);
  const chunks = prefetch(toSave);
  let now = state;
  try {
    for (let next = await chunks.next(); next !== null; next = await chunks.next()) {
      reporter.signal.throwIfAborted();
      if (now.failed > plan.mostFailed) return { state: now, isStopped: true };
      const { prefetchNext } = chunks;
      const chunkOf = (checked: readonly CheckedRow[]) => ({
        ...saving.chunkOf(checked),
        onStatementsSent: prefetchNext,
      });
      now =
        'checked' in next
          ? await saveChunk(run, chunkOf(next.checked))
          : await saveKept(run, { chunk: chunkOf([]), ...next });
      reporter.report({ total, succeeded: now.succeeded, failed: now.failed });
    }
  } finally {
    await chunks.close();
    await toSave.close();
  }
  return { state: now, isStopped: false };
}
