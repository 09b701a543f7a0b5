/** A function whose calls outlive failures, and the process that made them, in one call. */
import { hostname } from 'node:os';
import { AppError } from '@longshore/contract';
import type { CallAttempt, CallFailure, Database, RetryLedger, Sql } from '@longshore/database';
import { v7 } from 'uuid';
import * as z from 'zod';
import { BusinessError } from '../business-error.js';
import { causeText } from '../cause-text.js';
import { callback, checkOptions, typeName, zodObject } from '../options.js';
import { retryDelayMs } from './backoff.js';
import { type CallContext, RetryLaterError } from './call-context.js';
import { callParams } from './call-params.js';
import type { CallEnding, RetryableExecutor } from './retryable-executor.js';
import { underLease, withinLimits } from './under-lease.js';

/** What `retryable` takes. */
export interface RetryableOptions<Params extends z.ZodObject> {
  /** What the function is called with, as JSON keeps it: at most 64 KiB. */
  params: Params;
  /**
   * True (default): each call is recorded before it runs, so a process that dies inside loses
   * nothing. False: only calls that fail are recorded.
   */
  before?: boolean;
  /** How often a call is run again before it is given up. Default 3. */
  max?: number;
  /**
   * Whether a call that threw this is run again. Default: unless the business said no (`refuse`,
   * an AppError that no retry heals) or the database refused the data.
   */
  retryOn?(error: unknown): boolean;
  /** Longest time of one attempt, which fails then. Default 60,000. */
  timeoutMs?: number;
  /**
   * For how long a call is left to a process that says nothing; it renews the lease while it lives.
   * Default 30,000.
   */
  leaseMs?: number;
  /** Wait before the first retry; each further one is six times as long. Default 10,000. */
  firstDelayMs?: number;
}

/** What a caller says beside the params. */
export interface CallOptions {
  /** The business's own key of this call, 1 to 191 characters: `order-4711`. */
  readonly key: string;
  /** Stops the attempt; the call is run again later. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the function now. Throws RetryLaterError where it failed and is run again later, and what
 * the function threw where it is not.
 */
export interface Retryable<Params extends z.ZodObject, Result> {
  (params: z.input<Params>, options: CallOptions): Promise<Result>;
  /**
   * Records the call in the caller's transaction and returns its id: it is run by a worker once the
   * transaction commits, and never where it is undone.
   */
  afterCommit(tx: Sql, params: z.input<Params>, options: Pick<CallOptions, 'key'>): Promise<string>;
  readonly executor: RetryableExecutor;
}

const A_DAY_MS = 86_400_000;
const ms = z.int().min(1).max(A_DAY_MS);
const Options = z.strictObject({
  name: typeName,
  params: zodObject,
  before: z.boolean().default(true),
  max: z.int().min(0).max(1_000).default(3),
  retryOn: callback.optional(),
  timeoutMs: ms.default(60_000),
  leaseMs: ms.min(1_000).default(30_000),
  firstDelayMs: ms.default(10_000),
});
const LONGEST_KEY = 191;
/** A statement of a call that waits longer for the database fails. */
const SILENCE_MS = 10_000;

interface Ground {
  readonly ledger: RetryLedger;
  readonly database: Database;
}

/** An attempt that this process has. */
interface Attempt extends CallAttempt {
  readonly key: string;
  readonly text: string;
  /** Attempts that were counted, with this one. */
  readonly spent: number;
}

type Ran<Result> = { readonly result: Result } | { readonly error: unknown };

/** An attempt that did not succeed. */
interface EndedBadly {
  readonly state: Exclude<CallEnding, 'succeeded'>;
  readonly message: string;
  readonly error: unknown;
}

const STOPPED = 'its process was told to stop';

/**
 * Wraps `run`; the file that default-exports it stands in `executors/retryables/`. Throws
 * BusinessError: an option it does not know, or one that cannot work.
 */
export function retryable<Params extends z.ZodObject, Result>(
  name: string,
  run: (params: z.output<Params>, context: CallContext) => Promise<Result> | Result,
  options: RetryableOptions<Params>,
): Retryable<Params, Result> {
  const checked = checkOptions('retryable', Options, { name, ...options });
  const { before, max, timeoutMs, leaseMs, firstDelayMs } = checked;
  const params = callParams(name, options.params);
  const worker = `${hostname()}:${process.pid}`;
  let opened: Ground | null = null;

  const executor: RetryableExecutor = {
    name,
    mostAttempts: max + 1,
    leaseMs,
    params,
    open: (database) => {
      opened = groundOf(name, database);
    },
    runTaken: async ({ id, key, params: text, attempt, spent }, { stopping }) => {
      const held = { id, key, text, attempt, spent };
      const failureIn = (error: unknown) =>
        stopping.aborted
          ? { state: 'handed_back' as const, message: STOPPED }
          : failureOf(error, held);
      const ended = await heldAttempt(held, [stopping], failureIn);
      return 'state' in ended ? ended.state : 'succeeded';
    },
  };

  const call = async (input: z.input<Params>, { key, signal }: CallOptions): Promise<Result> => {
    const first = firstAttempt(input, key);
    return before ? recordedBefore(first, signal) : recordedAfter(first, signal);
  };
  const afterCommit: Retryable<Params, Result>['afterCommit'] = async (tx, input, { key }) => {
    const { id, text } = firstAttempt(input, key);
    await ground().ledger.add({ id, name, key, params: text }, tx);
    return id;
  };
  return Object.assign(call, { afterCommit, executor });

  function ground(): Ground {
    if (opened !== null) return opened;
    throw new BusinessError(
      `retryable ${name}: its file must stand in executors/retryables/ of a business that was loaded`,
    );
  }

  /** Throws where the call cannot be recorded, before anything ran. */
  function firstAttempt(input: unknown, key: string): Attempt {
    if (typeof key !== 'string' || key.length < 1 || key.length > LONGEST_KEY)
      throw new TypeError(
        `retryable ${name}: key must be a text of 1 to ${LONGEST_KEY} characters`,
      );
    return { id: v7(), key, text: params.textOf(input), attempt: 1, spent: 1 };
  }

  async function recordedBefore(first: Attempt, signal?: AbortSignal): Promise<Result> {
    const { id, key, text } = first;
    await ground().ledger.begin({ id, name, key, params: text }, { worker, leaseMs });
    const ended = await heldAttempt(first, stopsOf(signal), (error) =>
      failureOf(error, first),
    ).catch((cause: unknown) => {
      const reason = `its end could not be recorded: ${messageOf(cause)}`;
      throw new RetryLaterError({ id, name, key }, reason, { cause });
    });
    if (!('state' in ended)) return ended.result;
    const { state, error, message } = ended;
    if (state === 'refused' || state === 'given_up') throw error;
    throw new RetryLaterError({ id, name, key }, message, { cause: error });
  }

  async function recordedAfter(first: Attempt, signal?: AbortSignal): Promise<Result> {
    const { ledger } = ground();
    const { id, key, text } = first;
    const began = performance.now();
    try {
      return await attemptAt(first, stopsOf(signal));
    } catch (error) {
      const failure = failureOf(error, first);
      if (failure.state === 'refused') throw error;
      const ran = { worker, tookMs: performance.now() - began };
      try {
        await ledger.addFailed({ id, name, key, params: text }, ran, failure);
      } catch (unrecorded) {
        const what = `${name} (${key}) failed, and could not be recorded: it is not run again`;
        throw new AggregateError([error, unrecorded], what, { cause: error });
      }
      if (failure.state === 'given_up') throw error;
      throw new RetryLaterError({ id, name, key }, failure.message, { cause: error });
    }
  }

  /** Runs an attempt that the ledger knows, to its end there. */
  async function heldAttempt(
    held: Attempt,
    stops: readonly AbortSignal[],
    failureIn: (error: unknown) => CallFailure,
  ): Promise<{ readonly result: Result } | EndedBadly> {
    const { ledger } = ground();
    const ran = await underLease(
      { ledger, leaseMs },
      held,
      async (overtaken): Promise<Ran<Result>> => {
        try {
          return { result: await attemptAt(held, [overtaken, ...stops]) };
        } catch (error) {
          return { error };
        }
      },
    );
    if ('result' in ran) {
      await ledger.succeed(held, params.hasSecrets ? keptOf(held.text) : null);
      return ran;
    }
    const { error } = ran;
    const failure = failureIn(error);
    const isOwn = await ledger.fail(held, failure).catch((unrecorded: unknown) => {
      throw new AggregateError([error, unrecorded], messageOf(error), { cause: error });
    });
    return { state: isOwn ? failure.state : 'overtaken', message: failure.message, error };
  }

  async function attemptAt(
    { key, text, attempt }: Attempt,
    signals: readonly AbortSignal[],
  ): Promise<Result> {
    return withinLimits({ timeoutMs, signals }, async (signal) => {
      const told = { key, attempt, isRetry: attempt > 1, signal };
      return run(params.parse(text) as z.output<Params>, told); // the schema's own output
    });
  }

  function failureOf(error: unknown, { text, spent }: Attempt): CallFailure {
    const message = params.hideIn(messageOf(error), text);
    if (!isRetried(error)) return { state: 'refused', message };
    if (spent > max) return { state: 'given_up', message };
    return { state: 'waiting', delayMs: retryDelayMs(firstDelayMs, spent), message };
  }

  function isRetried(error: unknown): boolean {
    if (options.retryOn !== undefined) return options.retryOn(error);
    if (error instanceof AppError) return error.retryable;
    return ground().database.faultOf(error).kind !== 'row';
  }

  /** Once a call succeeded its secrets are needed no longer. */
  function keptOf(text: string): string {
    return JSON.stringify(params.masked(text));
  }
}

/** Throws BusinessError. */
function groundOf(name: string, database: Database): Ground {
  const bounded = database.retries ? database.bounded(SILENCE_MS) : null;
  if (bounded?.retries) return { ledger: bounded.retries, database };
  throw new BusinessError(
    `retryable ${name}: its calls are recorded in a database: give defineBusiness one, such as postgres(url), or remove executors/retryables/.`,
  );
}

const stopsOf = (signal: AbortSignal | undefined): AbortSignal[] =>
  signal === undefined ? [] : [signal];

const messageOf = (error: unknown): string =>
  error instanceof Error ? causeText(error) || error.name : String(error);
