/**
 * Ends a task's writing to the business's database. Called by whoever ends the task: API, runner,
 * sweepers.
 */
import type { Kind } from '@longshore/contract';
import type { BatchState } from '@longshore/database';
import { KINDS } from './kinds.js';
import type { LoadedBusiness } from './load-business.js';

/** The attempt that was the newest when the task ended. */
interface EndedTask {
  readonly taskId: string;
  readonly attempt: number;
  readonly kind: Kind;
  readonly type: string;
  /** Rows of the task, where its run knows it. */
  readonly total?: number | null;
}

interface Ending {
  readonly business: Pick<LoadedBusiness, 'database' | 'find'>;
  /** Keeps the counts that the database committed. */
  readonly tasks: { correctCounts(taskId: string, counts: LedgerCounts): Promise<void> };
}

interface LedgerCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly exceptions?: number;
  readonly total: number | null;
}

/**
 * After this no transaction of an attempt up to this one commits, and the ledger's counts are those
 * that were committed. Throws what the database throws.
 */
export async function endRun(ended: EndedTask, { business, tasks }: Ending): Promise<void> {
  const counts = await ENDINGS[KINDS[ended.kind].ledger](ended, business);
  if (counts !== null) await tasks.correctCounts(ended.taskId, counts);
}

type End = (ended: EndedTask, business: Ending['business']) => Promise<LedgerCounts | null>;

const ENDINGS: Readonly<Record<(typeof KINDS)[Kind]['ledger'], End>> = {
  none: async () => null,
  run: async ({ taskId, attempt, kind, type, total = null }, { database, find }) => {
    const limitMs = find(kind, type)?.statementTimeoutMs;
    const bounded = limitMs === undefined ? database : database.bounded(limitMs);
    const state = await bounded.fenceRun({ taskId, attempt });
    return state === null ? null : { succeeded: state.succeeded, failed: state.failed, total };
  },
  batch: async ({ taskId, attempt, type }, { database, find }) => {
    const executor = find('batch', type);
    if (executor === undefined) return null; // this process serves another business
    const { source, statementTimeoutMs } = executor;
    const run = { taskId, attempt };
    const state = await database.bounded(statementTimeoutMs).closeBatch(run, source);
    return state === null ? null : countsOf(state);
  },
};

const countsOf = ({ total, succeeded, failed, exceptions }: BatchState): LedgerCounts => ({
  total,
  succeeded,
  failed: failed + exceptions,
  exceptions,
});
