/**
 * Role of the port: calls of functions that are run again when they fail. What is written here
 * outlives the process that made the call. Times are milliseconds since 1970 by the clock of the
 * database, which also judges leases: the clock of an instance decides nothing.
 */
import type { Sql } from './sql.js';

/**
 * `running`: a process has it under a lease; `waiting`: it is run at `dueAt`; `refused`: the
 * business said no, so it is not run again; `given_up`: its attempts are used up, or an operator
 * gave it up.
 */
export type CallState = 'running' | 'waiting' | 'succeeded' | 'refused' | 'given_up';

/** A call to be recorded. */
export interface NewCall {
  /** Later calls have later ids. */
  readonly id: string;
  readonly name: string;
  /** The business's own key. */
  readonly key: string;
  /** JSON. */
  readonly params: string;
}

/** One attempt at a call: a later attempt fences off an earlier one. */
export interface CallAttempt {
  readonly id: string;
  readonly attempt: number;
}

/** Who runs an attempt, and for how long the call is left to a process that says nothing. */
export interface CallHolder {
  readonly worker: string;
  readonly leaseMs: number;
}

/** How an attempt ended that did not succeed. */
export type CallFailure =
  /** It is run again after the delay. */
  | { readonly state: 'waiting'; readonly delayMs: number; readonly message: string }
  | { readonly state: 'refused' | 'given_up'; readonly message: string }
  /** Its process was told to stop: due at once, and the attempt is not counted. */
  | { readonly state: 'handed_back'; readonly message: string };

/** A function whose calls a process can run. */
export interface CallTaker {
  readonly name: string;
  /** Attempts at one call, until it is given up. */
  readonly mostAttempts: number;
  readonly leaseMs: number;
}

/** A call that was taken to be run now. */
export interface TakenCall extends NewCall {
  readonly attempt: number;
  /** Attempts with this one, since the call was recorded or an operator let it run again. */
  readonly spent: number;
}

/** What a look for due calls came to. */
export interface TakenCalls {
  readonly taken: readonly TakenCall[];
  /** Their processes died during the last attempt that they had. */
  readonly givenUp: readonly Omit<NewCall, 'params'>[];
}

/** A call as operators see it. */
export interface StoredCall extends NewCall {
  readonly state: CallState;
  /** Attempts that began. */
  readonly attempt: number;
  /** The process of the newest attempt; null: none began. */
  readonly worker: string | null;
  readonly recordedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When it is run next, or when the lease of a running one ends; null: it ended. */
  readonly dueAt: number | null;
  /** The operator who gave it up; null: none did. */
  readonly givenUpBy: string | null;
  /** Why the newest attempt that failed did. */
  readonly message: string | null;
}

/** An attempt that did not succeed; `lost`: its process let the lease lapse. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly worker: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'failed' | 'refused' | 'lost' | 'handed_back';
  readonly message: string | null;
}

/** Calls of operators are about these; an empty filter is every call. */
export interface CallFilter {
  readonly id?: string;
  readonly name?: string;
  readonly state?: CallState;
  readonly key?: string;
  /** Recorded later than the call with this id. */
  readonly after?: string;
}

/** What calls, the loop that runs them again, and operators write. */
export interface RetryLedger {
  /** Records a call whose first attempt begins now. */
  begin(call: NewCall, holder: CallHolder): Promise<void>;
  /** Records a call that is due once the transaction commits. */
  add(call: NewCall, tx: Sql): Promise<void>;
  /** Records a call whose first attempt ran without a record, took so long, and failed. */
  addFailed(
    call: NewCall,
    ran: { readonly worker: string; readonly tookMs: number },
    failure: CallFailure,
  ): Promise<void>;
  /**
   * Nothing happens where a later attempt has the call; one that was thought lost still tells its
   * success. `params`: kept in their place; null: they stay.
   */
  succeed(held: CallAttempt, params: string | null): Promise<void>;
  /** False: a later attempt has the call. */
  fail(held: CallAttempt, failure: CallFailure): Promise<boolean>;
  /** False: a later attempt has the call. */
  renew(held: CallAttempt, leaseMs: number): Promise<boolean>;
  /**
   * Takes calls that are due, and those whose lease has lapsed, each for one process of the fleet;
   * gives up those whose attempts are used up.
   */
  take(
    takers: readonly CallTaker[],
    options: { readonly limit: number; readonly worker: string },
  ): Promise<TakenCalls>;
  /** Newest first; `before`: the id after which the page begins. */
  list(
    filter: CallFilter,
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<StoredCall[]>;
  /** Attempts of a call that did not succeed, in their order. */
  attemptsOf(id: string): Promise<EndedAttempt[]>;
  /**
   * Makes calls that wait, were refused or given up due at once, with all their attempts anew;
   * their ids, the oldest first.
   */
  runAgain(filter: CallFilter, limit: number): Promise<string[]>;
  /** Ends calls that wait, were refused or given up; their ids, the oldest first. */
  giveUp(filter: CallFilter, by: string, limit: number): Promise<string[]>;
  /**
   * Forgets calls that ended longer ago; those that used up their attempts stay until an operator
   * gives them up.
   */
  sweep(ageMs: number): Promise<void>;
}
