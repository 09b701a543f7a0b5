/**
 * Sums up the lanes of a batch for its progress: the lead's own pages at once, those of helpers as
 * the database tells them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchCounts, BatchState, LaneState } from '@longshore/database';
import { createFaultLog, type Log } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RowCounts } from '../row-counts.js';
import type { OpenedBatch } from './opened-batch.js';

const EVERY_MS = 500;

export interface LaneProgress {
  /** Notes a page of the lead. */
  note(lane: LaneState): void;
  close(): Promise<void>;
}

/** `opened`: the run as it was opened. */
export function startLaneProgress(
  { database, task: { taskId } }: OpenedBatch,
  opened: BatchState,
  { reporter, log }: { readonly reporter: ProgressReporter; readonly log: Log },
): LaneProgress {
  const end = new AbortController();
  const faults = createFaultLog(log);
  const lanes = new Map<number, LaneState>();
  const note = (state: LaneState) => lanes.set(state.lane, state);
  const report = () => reporter.report(rowCounts({ total: opened.total, ...sumOf(lanes) }));
  const look = async () => {
    try {
      const state = await database.batchState(taskId);
      for (const lane of state?.lanes ?? []) note(lane);
      report();
      faults.healed('the lanes are counted again', { taskId });
    } catch (error) {
      faults.failed(error, 'the lanes could not be counted', { taskId });
    }
  };
  opened.lanes.forEach(note);
  report();
  const looking = (async () => {
    while (!end.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: end.signal }).catch(() => undefined); // the end
      if (!end.signal.aborted) await look();
    }
  })();
  return {
    note: (state) => {
      note(state);
      report();
    },
    close: async () => {
      end.abort();
      await looking;
    },
  };
}

function sumOf(lanes: ReadonlyMap<number, LaneState>): BatchCounts {
  const sum = { succeeded: 0, failed: 0, exceptions: 0 };
  for (const { succeeded, failed, exceptions } of lanes.values()) {
    sum.succeeded += succeeded;
    sum.failed += failed;
    sum.exceptions += exceptions;
  }
  return sum;
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
