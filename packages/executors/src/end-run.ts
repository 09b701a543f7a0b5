/**
 * Ends a task's writing to the business's database. Called by whoever ends the task: API, runner,
 * sweepers.
 */
import type { Kind } from '@longshore/contract';
import { KINDS } from './kinds.js';
import type { LoadedBusiness } from './load-business.js';

/** The attempt that was the newest when the task ended. */
interface EndedTask {
  readonly taskId: string;
  readonly attempt: number;
  readonly kind: Kind;
  readonly type: string;
}

interface Ending {
  readonly business: Pick<LoadedBusiness, 'database' | 'find'>;
  /** Keeps the counts that the database committed. */
  readonly tasks: {
    correctCounts(taskId: string, counts: { succeeded: number; failed: number }): Promise<void>;
  };
}

/**
 * After this no transaction of an attempt up to this one commits, and the ledger's counts are those
 * that were committed. Throws what the database throws.
 */
export async function endRun(
  { taskId, attempt, kind, type }: EndedTask,
  { business, tasks }: Ending,
): Promise<void> {
  if (!KINDS[kind].hasRunLedger) return;
  const limitMs = business.find(kind, type)?.statementTimeoutMs;
  const { database } = business;
  const state = await (limitMs === undefined ? database : database.bounded(limitMs)).fenceRun({
    taskId,
    attempt,
  });
  if (state !== null) await tasks.correctCounts(taskId, state);
}
