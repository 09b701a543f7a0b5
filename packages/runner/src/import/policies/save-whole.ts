/**
 * All rows of an upload in one transaction, chunk by chunk: their failed rows and the run's cursor
 * are committed with them, or nothing is. A worker that dies leaves nothing, and the next attempt
 * begins anew.
 */
import {
  type ChunkTogether,
  type FailedRowFile,
  failedRowFile,
  type Place,
  type RunState,
} from '@longshore/database';
import { checkedChunks } from '../checked-chunks.js';
import { prefetch } from '../prefetch.js';
import { chunkOutcome, isSteady } from '../save-chunk.js';
import { inTransactions, type Write } from '../write-rows.js';
import type { Saving } from './saving.js';

/** What would have become of the rows of a transaction that was undone. */
export interface Undone {
  readonly failed: number;
  readonly failedRows: FailedRowFile;
  /** The last row that was tried. */
  readonly last: Place;
}

export interface WholeEnd {
  readonly state: RunState;
  /** Null: what was saved is committed. */
  readonly undone: Undone | null;
}

/** `state`: of the run; after a commit whose task did not settle nothing is left to save. */
export async function saveWhole(saving: Saving, state: RunState): Promise<WholeEnd> {
  const failedRows = await failedRowFile();
  let undone: Undone | null = null;
  try {
    const end = await saveAll(saving, state, failedRows);
    if (!end.isKept) undone = { failed: end.tried.failed, failedRows, last: end.tried.cursor };
    return { state: end.state, undone };
  } finally {
    if (undone === null) await failedRows.remove();
  }
}

async function saveAll(saving: Saving, state: RunState, failedRows: FailedRowFile) {
  const { opened, plan, reporter, run } = saving;
  const { chunks } = opened.database;
  if (chunks === null)
    throw new Error(`The business of ${opened.task.type} has no database that can undo anything`);
  let tried = state;
  const isKept = () => tried.failed <= plan.mostFailed;

  async function saveEach(write: Write, together: ChunkTogether): Promise<'keep' | 'undo'> {
    await failedRows.empty();
    tried = state;
    const rows = prefetch(checkedChunks(opened, state.cursor));
    try {
      for (let checked = await rows.next(); checked !== null; checked = await rows.next()) {
        const chunk = { ...saving.chunkOf(checked), onStatementsSent: rows.prefetchNext };
        tried = await together(async (tx) => {
          const outcome = await chunkOutcome(chunk, tx, write);
          await failedRows.add(outcome.failed);
          return outcome;
        });
        reportTried(saving, tried);
        if (!isKept() && !plan.looksAtAll) break;
      }
    } finally {
      await rows.close();
    }
    return isKept() ? 'keep' : 'undo';
  }

  const any = saving.chunkOf([]);
  const steady = isSteady(any);
  const end = await inTransactions(any, (write, constraints) =>
    chunks(run, reporter.signal, (together) => saveEach(write, together), { steady, constraints }),
  );
  return { state: end, tried, isKept: isKept() };
}

/** Until the commit no row is saved, and none has failed for good. */
function reportTried({ opened, reporter }: Saving, { succeeded, failed }: RunState): void {
  const { total } = opened.measured;
  reporter.report({ total, succeeded: 0, failed: 0, looked: succeeded + failed });
}
