/** The ids that an error workbook writes beside its rows. */
import type { CorrectionLedger, FailedRow, RowRef } from '@longshore/database';
import { rowIdOf } from './row-id.js';

export interface RowIds {
  /** Of failed rows of the task, in their order. */
  of(rows: readonly FailedRow[]): Promise<string[]>;
}

/** A row that was to correct one of an earlier import keeps the id that it has there. */
export function rowIds(taskId: string, corrections: CorrectionLedger): RowIds {
  const secrets = new Map<string, string>();
  const secretOf = async (run: string): Promise<string> => {
    const known = secrets.get(run) ?? (await corrections.seal(run));
    if (known === null) throw new Error(`The run of task ${run} is gone, which has failed rows`);
    secrets.set(run, known);
    return known;
  };
  return {
    of: async (rows) => {
      const ids: string[] = [];
      for (const { place, corrects } of rows) {
        const ref: RowRef = corrects ?? { taskId, place };
        ids.push(rowIdOf(ref, secrets.get(ref.taskId) ?? (await secretOf(ref.taskId))));
      }
      return ids;
    },
  };
}
