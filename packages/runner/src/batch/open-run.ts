/** Opens the run of a batch in the database, for its lead. Used by run-batch.ts. */
import { AppError, isLive } from '@longshore/contract';
import { BatchHeldError, type BatchProblem, type BatchState } from '@longshore/database';
import type { NoticeList } from '../notice-list.js';
import type { RunServices } from '../run-services.js';
import type { OpenedBatch } from './opened-batch.js';

/** Throws AppError: the table cannot be worked on, or another batch works on it in order. */
export async function openRun(
  batch: OpenedBatch,
  notices: NoticeList,
  services: RunServices,
): Promise<BatchState> {
  const { database, executor } = batch;
  for (const problem of await database.checkBatch(executor.source))
    if (problem.severity === 'slow') tellSlow(problem, batch, { notices, services });
  try {
    return await open(batch);
  } catch (error) {
    if (!(error instanceof BatchHeldError)) throw error;
    await closeEnded(error, batch, services);
    return open(batch);
  }
}

function open({ database, executor, context, task }: OpenedBatch): Promise<BatchState> {
  const { taskId, attempt, batchNo, only } = task;
  return database.openBatch({ taskId, attempt }, executor.source, {
    lanes: executor.parallel,
    batchNo,
    only: only === null ? 'new' : only === 'failed' ? only : { keys: only.ids },
    where: executor.where(context),
    classes: executor.dispatch.classes(context),
  });
}

interface Told {
  readonly notices: NoticeList;
  readonly services: RunServices;
}

function tellSlow(
  { values, statement }: BatchProblem,
  { task }: OpenedBatch,
  { notices, services }: Told,
): void {
  const table = String(values.table);
  services.log.warn(
    { taskId: task.taskId, table, statement },
    'the pages of a batch lack an index',
  );
  notices.add('batch_index_missing', { table, statement: statement ?? '' });
}

/**
 * The run that has the type: one whose task has ended was not closed, and is closed now. So is one
 * of which Redis lost the task while it runs: its lead is told to stop at its next progress, and
 * after the close none of its pages commits.
 */
async function closeEnded(
  { holder }: BatchHeldError,
  { database, executor }: OpenedBatch,
  { tasks }: RunServices,
): Promise<void> {
  const record = await tasks.record(holder.taskId);
  if (record !== null && isLive(record.phase))
    throw new AppError('batch_held', { values: { taskId: holder.taskId, type: executor.type } });
  await database.closeBatch(holder, executor.source);
}
