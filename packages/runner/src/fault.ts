/**
 * One rule from an error to what becomes of the task: an outage that the run waits out, a fault
 * that a retry can heal, or a failure with a sentence for its owner.
 */
import { AppError, PART_NAMES, PARTS, type Part } from '@longshore/contract';
import type { Database } from '@longshore/database';
import { causeText } from '@longshore/executors';
import type { TaskError } from '@longshore/tasks';
import { WorkbookError } from '@longshore/workbook';
import { sourceLine } from './source-line.js';
import { workbookFault } from './workbook-fault.js';

export interface Fault {
  readonly retryable: boolean;
  /** The part that may be away, which is no fault of the run; null: none. */
  readonly part: Part | null;
  /** That part said itself that it is away; else the part is to be asked. */
  readonly isCertain: boolean;
  readonly error: TaskError;
}

/** What knows the errors of its driver, and where its own source is. */
interface Business {
  readonly database: Pick<Database, 'faultOf'>;
  readonly folder: string;
}

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Wait before the next attempt: doubled each time, with up to a quarter of jitter so that a herd
 * spreads.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
  return Math.round(base * (1 + random() / 4));
}

/**
 * The store's errors and AppErrors of the code `…_unavailable` come from the part itself. A
 * driver's error passes through the executor, which has connections of its own, so it proves
 * nothing unless the server said it.
 */
export function faultOf(error: unknown, { database, folder }: Business): Fault {
  const found = kindOfFault(error, database);
  const source = sourceLine(error, folder);
  return source === undefined ? found : { ...found, error: { ...found.error, source } };
}

function kindOfFault(error: unknown, database: Business['database']): Fault {
  if (error instanceof AppError) return fault(error, partOf(error));
  if (error instanceof WorkbookError) return fault(workbookFault(error));
  const { kind } = database.faultOf(error);
  if (kind === 'away' || kind === 'system' || kind === 'conflict')
    return fault(
      new AppError('database_unavailable', { cause: error }),
      'database',
      kind === 'away',
    );
  return fault(new AppError('executor_failed', { cause: error }));
}

/** A store without room is an outage too: it takes no file of anybody. */
function partOf({ code, retryable }: AppError): Part | null {
  if (!retryable) return null;
  return code === 'store_full'
    ? 'store'
    : (PART_NAMES.find((part) => PARTS[part] === code) ?? null);
}

const fault = (error: AppError, part: Part | null = null, isCertain = true): Fault => ({
  retryable: error.retryable,
  part,
  isCertain,
  error: taskErrorOf(error),
});

function taskErrorOf(error: AppError): TaskError {
  const { code, values } = error;
  const message = error.sentence('en');
  const cause = causeText(error);
  return { code, message, values, ...(cause !== message && { cause, ...stackOf(error) }) };
}

const LONGEST_STACK = 2_000;

/** Where the first of the errors behind this one was made. */
function stackOf(error: Error): { readonly stack?: string } {
  let first = error;
  while (first.cause instanceof Error) first = first.cause;
  return first.stack === undefined ? {} : { stack: first.stack.slice(0, LONGEST_STACK) };
}
