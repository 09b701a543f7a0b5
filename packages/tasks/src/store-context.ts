/**
 * What the parts of the store share: how to run a script, and the limits that apply where a task
 * states none.
 */
import type { RunScript } from './scripts.js';

/** Lives of tasks and records, and attempts of one task, where a task states none. */
export interface TaskStoreOptions {
  /** Life of a task from its registration, and again from its end. */
  readonly ttlMs: number;
  /** How long the ledger record outlives the entity. */
  readonly ledgerTtlMs: number;
  /** Runs of one task before it is given up; runs that were handed back do not count. */
  readonly maxAttempts: number;
  /** Tasks of one owner that run at once; default: no limit. */
  readonly maxRunningPerOwner?: number | undefined;
  /** Alarms of tasks that are given up reach somebody: owners are told so. Default false. */
  readonly tellsMaintainers?: boolean | undefined;
}

export interface StoreContext extends TaskStoreOptions {
  readonly run: RunScript;
}
