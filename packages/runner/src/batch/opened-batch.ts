/**
 * A batch as its lead and its helpers work on it: executor, database, what the records are told.
 */
import { AppError } from '@longshore/contract';
import type { Database } from '@longshore/database';
import type { BatchContext, BatchExecutor } from '@longshore/executors';
import type { BatchTask } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

export interface OpenedBatch {
  readonly task: BatchTask;
  readonly executor: BatchExecutor;
  /** Within the executor's limit of a statement. */
  readonly database: Database;
  readonly context: BatchContext;
  /** Called before each page. Throws OutsideWindow. */
  readonly checkWindow: () => void;
  readonly onCommitted: RunServices['onBatchPage'];
}

/** Throws AppError unknown_type. */
export function openedBatch(
  task: BatchTask,
  signal: AbortSignal,
  { business, onBatchPage }: Pick<RunServices, 'business' | 'onBatchPage'>,
): OpenedBatch {
  const executor = business.find('batch', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const { owner, caller, language, timeZone } = task;
  const params = executor.params.parse(task.params);
  return {
    task,
    executor,
    database: business.database.bounded(executor.statementTimeoutMs),
    context: { owner, caller, language, timeZone, params, signal },
    checkWindow: () => {},
    onCommitted: onBatchPage,
  };
}
