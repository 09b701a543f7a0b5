/** What a worker process does with jobs: which it takes, and what it calls for each. */
import type { Kind } from '@longshore/contract';
import type { BlockLimits } from './leases/lease-messages.js';
import type { Log } from './log.js';
import type { Task } from './task.js';
import type { TaskStore } from './task-store.js';

/** One call of `process`. */
export interface TaskAttempt {
  readonly taskId: string;
  readonly kind: Kind;
  readonly owner: string;
  /** 0: the task's own attempt; else the lane of a batch that this run helps with. */
  readonly lane: number;
  /** Name of this worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with an AttemptStop as its reason. */
  readonly signal: AbortSignal;
  /**
   * To be called with the claimed task: a stop is meant for one attempt, and the attempt has a
   * heartbeat from now on.
   */
  claimed(task: Pick<Task, 'attempt' | 'type'>): void;
}

/**
 * What becomes of the job: it is done with, comes again after a while, or goes to another worker at
 * once.
 */
export type JobVerdict = 'done' | 'handed-back' | { readonly retryInMs: number };

/** Which jobs are taken, and what is done with them. */
export interface JobConsumerOptions {
  /** See `connectRedis`. */
  readonly url: string;
  readonly tasks: Pick<TaskStore, 'find' | 'fail'>;
  readonly kinds: readonly Kind[];
  /** Runs at once in this process, over all kinds. */
  readonly concurrency: number;
  /** Default: host and pid. */
  readonly name?: string;
  readonly process: (run: TaskAttempt) => Promise<JobVerdict>;
  /**
   * A task was given up without a call of `process`, because each of its workers died; it is
   * settled failed.
   */
  readonly onLost: (task: Task) => Promise<void>;
  /** Redis cannot be used: the server is away, or denies a command. */
  readonly onRedisFault?: (error: Error) => void;
  /** The event loop was blocked for so long that it was told, and goes on. */
  readonly onUnblocked?: () => void;
  /** How long the event loop may be blocked; default: told after 30 s, runs kept for 90 s. */
  readonly blockLimits?: BlockLimits;
  readonly log: Log;
  /** Newest version of a job that this code understands; default: the version that it queues. */
  readonly jobVersion?: number;
  /** How often a job may lose its worker before BullMQ gives it up; default 1,000. */
  readonly maxStalled?: number;
  /** How long a run that is to be alone waits for the end of all others here; default 5 min. */
  readonly aloneWaitMs?: number;
}
