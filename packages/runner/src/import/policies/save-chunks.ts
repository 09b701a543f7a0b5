/** The rows of an upload, a transaction a chunk, until all are saved or too many have failed. */
import type { RunState } from '@longshore/database';
import { checkedChunks } from '../checked-chunks.js';
import { prefetch } from '../prefetch.js';
import { saveChunk } from '../save-chunk.js';
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
  const chunks = prefetch(checkedChunks(opened, state.cursor));
  let now = state;
  try {
    for (let checked = await chunks.next(); checked !== null; checked = await chunks.next()) {
      reporter.signal.throwIfAborted();
      if (now.failed > plan.mostFailed) return { state: now, isStopped: true };
      const chunk = { ...saving.chunkOf(checked), onStatementsSent: chunks.prefetchNext };
      now = await saveChunk(run, chunk);
      reporter.report({ total, succeeded: now.succeeded, failed: now.failed });
    }
  } finally {
    await chunks.close();
  }
  return { state: now, isStopped: false };
}
