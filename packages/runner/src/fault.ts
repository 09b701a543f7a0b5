/**
 * One rule from an error to what becomes of the task: a fault that a retry can heal, or a failure
 * with a sentence for its owner.
 */
import { AppError } from '@longshore/contract';
import type { Database } from '@longshore/database';
import type { TaskError } from '@longshore/tasks';
import { WorkbookError } from '@longshore/workbook';
import { workbookFault } from './workbook-fault.js';

export interface Fault {
  readonly retryable: boolean;
  readonly error: TaskError;
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

export function faultOf(error: unknown, database: Pick<Database, 'faultOf'>): Fault {
  if (error instanceof AppError) return fault(error);
  if (error instanceof WorkbookError) return fault(workbookFault(error));
  if (database.faultOf(error).kind === 'system')
    return fault(new AppError('database_unavailable', { cause: error }));
  return fault(new AppError('executor_failed', { cause: error }));
}

const fault = (error: AppError): Fault => ({
  retryable: error.retryable,
  error: { code: error.code, message: error.message, values: error.values },
});
