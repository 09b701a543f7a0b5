/** Sums up the lanes of a batch for its progress, while the lead works on one of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchCounts, BatchState } from '@longshore/database';
import { createFaultLog, type Log } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RowCounts } from '../row-counts.js';
import type { OpenedBatch } from './opened-batch.js';

const EVERY_MS = 500;

export interface LaneProgress {
  close(): Promise<void>;
}

export function startLaneProgress(
  { database, task }: OpenedBatch,
  reporter: ProgressReporter,
  log: Log,
): LaneProgress {
  const end = new AbortController();
  const faults = createFaultLog(log);
  const look = async () => {
    try {
      const state = await database.batchState(task.taskId);
      if (state !== null) reporter.report(rowCounts(state));
      faults.healed('the lanes are counted again', { taskId: task.taskId });
    } catch (error) {
      faults.failed(error, 'the lanes could not be counted', { taskId: task.taskId });
    }
  };
  const looking = (async () => {
    while (!end.signal.aborted) {
      await look();
      await sleep(EVERY_MS, undefined, { signal: end.signal }).catch(() => undefined); // the end
    }
  })();
  return {
    close: async () => {
      end.abort();
      await looking;
    },
  };
}

/** The counts of a task, by the counts of the ledger. */
export const rowCounts = ({
  total,
  succeeded,
  failed,
  exceptions,
}: BatchCounts & Pick<BatchState, 'total'>): RowCounts & { readonly exceptions: number } => ({
  total,
  succeeded,
  failed: failed + exceptions,
  exceptions,
});
