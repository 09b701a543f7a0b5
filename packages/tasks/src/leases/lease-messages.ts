/** What the main thread of a worker and its lease thread say to each other. */
import type { Kind } from '@longshore/contract';
import type { RedisTarget } from '../redis-url.js';

/** The lock of a job, as BullMQ names it. */
export interface JobLock {
  readonly key: string;
  readonly stalledKey: string;
  readonly token: string;
}

/** The claimed attempt of a lease. */
interface LeasedRun {
  readonly attempt: number;
  readonly type: string;
  /** Entity, record, heartbeats. */
  readonly keys: readonly string[];
}

/** What is kept for one run. */
export interface Lease {
  readonly id: number;
  readonly jobId: string;
  readonly taskId: string;
  readonly kind: Kind;
  readonly lock: JobLock;
  /** Null: not yet claimed. */
  readonly run: LeasedRun | null;
}

/** A new lease, or one that changed; or the id of one that has ended. */
export type ToLeaseThread = Lease | { readonly end: number };

/** A run of a worker whose event loop is blocked. */
interface BlockedRun {
  readonly taskId: string;
  readonly kind: Kind;
  readonly type: string | undefined;
  readonly attempt: number | undefined;
}

/** The event loop of the main thread was blocked, and goes on. */
export interface Unblocked {
  readonly blockedMs: number;
  /** `the import products`; of several runs it is not known which one blocked. */
  readonly by: string;
  readonly runs: readonly BlockedRun[];
  /** Where the main thread was, innermost first; empty: not known. */
  readonly calls: readonly string[];
}

/** Connected; or a block that was told is over. */
export type FromLeaseThread = { readonly ready: true } | { readonly unblocked: Unblocked };

/** How long the event loop may be blocked. */
export interface BlockLimits {
  /** Before that is told. */
  readonly tellMs: number;
  /** Before the leases are given up. */
  readonly giveUpMs: number;
}

/** What the thread starts with. */
export interface LeaseThreadData {
  readonly target: RedisTarget;
  /** See signs-of-life.ts. */
  readonly signs: Int32Array;
  readonly worker: string;
  /** Life of a lock that is renewed. */
  readonly lockMs: number;
  readonly limits: BlockLimits;
  /** Of an attempt whose lease is given up, as the ledger keeps it. */
  readonly blockedError: string;
  /** Lua. */
  readonly scripts: { readonly renewLock: string; readonly keepLease: string };
}
