/** What is asked of the ledger's list, and a page of it. Used by listing.ts and the API. */
import type { Kind, Phase } from '@longshore/contract';
import type { TaskRecord } from './task.js';

/** A page of the ledger, newest first. */
export interface TaskPage {
  readonly items: TaskRecord[];
  /** Null: there is nothing further. */
  readonly nextCursor: string | null;
  /** Records that were looked at. */
  readonly looked: number;
}

/** Which records of the ledger are listed. */
export interface ListQuery {
  /** Null: everyone's (operators). */
  readonly owner: string | null;
  readonly kind?: Kind | undefined;
  readonly type?: string | undefined;
  readonly phase?: Phase | undefined;
  /** Part of a file's name. */
  readonly file?: string | undefined;
  /** Part of an error. */
  readonly error?: string | undefined;
  /** Registered at this time or later; milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Registered before this time. */
  readonly to?: number | undefined;
  /** The last task id of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}
