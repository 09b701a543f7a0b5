/** The part of the store that recoverer, janitor and file sweeper work with. */
import type { Kind } from '@longshore/contract';
import type { TaskRecord } from './task.js';

/** An owner's line of one kind that is to be looked at. */
export interface StrandedLine {
  readonly kind: Kind;
  readonly owner: string;
  /** Its first task. */
  readonly first: string;
}

/**
 * What the sweepers work with: the recoverer brings tasks back to the queue, the janitor settles
 * what passed its deadline.
 */
export interface TaskMaintenance {
  /**
   * Whether this process does the next round of a sweeper: of all processes one, as the buckets of
   * a large fleet would else be walked a thousand times a second. It is anybody's again shortly
   * before `everyMs` have passed, so that the death of a process delays no round.
   */
  takeRound(sweeper: string, everyMs: number): Promise<boolean>;
  /**
   * Ids of live tasks of a bucket that may have no job: registered, or due to be retried, longer
   * than `unqueuedMs` ago but not queued, or without a sign of life for `silentMs`. `lines`: those
   * whose first task may have its turn.
   */
  stranded(
    bucket: number,
    ages: { unqueuedMs: number; silentMs: number },
  ): Promise<{ unqueued: string[]; silent: string[]; lines: StrandedLine[] }>;
  /** The queue holds a job for this task. */
  markQueued(taskId: string): Promise<void>;
  /**
   * Ids of a bucket whose deadline passed and whose clean-up is not yet done, oldest first; at most
   * 100.
   */
  overdue(bucket: number): Promise<string[]>;
  /**
   * Settles it as expired in the ledger; again and again the same record until `forgetExpired`.
   * Null: nothing to clean up after.
   */
  expire(taskId: string): Promise<TaskRecord | null>;
  /** The clean-up after an expired task is done. */
  forgetExpired(taskId: string): Promise<void>;
  /**
   * No sweeper looks at this task any more: what Redis holds of it is broken. False when it was set
   * aside before.
   */
  setAside(taskId: string): Promise<boolean>;
}
