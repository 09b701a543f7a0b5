/**
 * Helps a running batch with one of its lanes. A helper has no part in the task's life: the lane's
 * fence in the database alone says what it may write, and its lead takes over what it leaves.
 */
import { isLive } from '@longshore/contract';
import type { BatchTask, JobVerdict, Task } from '@longshore/tasks';
import { backoffMs, faultOf } from '../fault.js';
import type { RunServices } from '../run-services.js';
import { stopReason } from '../stop-reason.js';
import { openedBatch } from './opened-batch.js';
import { OutsideWindow, withinWindow } from './window.js';
import { workLane } from './work-lane.js';

/** A lane that a worker was given to work on. */
export interface HelperRequest {
  readonly taskId: string;
  /** From 1. */
  readonly lane: number;
  /** Aborted with an AttemptStop. */
  readonly signal: AbortSignal;
  /** Hears of the task: a stop of its attempt is meant for its helpers too. */
  readonly onClaimed?: (task: Pick<Task, 'attempt' | 'type'>) => void;
}

/** Works on the lane to its end; the verdict is what becomes of the job. */
export async function runHelper(
  request: HelperRequest,
  services: RunServices,
): Promise<JobVerdict> {
  const task = await services.tasks.find(request.taskId);
  if (task?.kind !== 'batch' || !isLive(task.phase) || task.phase === 'paused') return 'done';
  request.onClaimed?.(task);
  try {
    await help(task, request, services);
    return 'done';
  } catch (error) {
    if (error instanceof OutsideWindow) return 'done'; // the lead shares the lane out again
    const why = stopReason(request.signal, error);
    if (why === null) return afterFault(task, error, services);
    const { taskId, lane } = request;
    services.log.info({ taskId, lane, why }, 'helper stopped');
    return why === 'shutdown' || why === 'lock-lost' ? 'handed-back' : 'done';
  }
}

async function help(
  task: BatchTask,
  { lane, signal }: HelperRequest,
  services: RunServices,
): Promise<void> {
  const batch = await withinWindow(openedBatch(task, signal, services), services);
  await workLane(await batch.database.openLane(task.taskId, lane), batch);
}

/** Without a helper the lead works on the lane, and the fault becomes one of the task. */
async function afterFault(
  { taskId, type }: BatchTask,
  error: unknown,
  { business, parts, log }: RunServices,
): Promise<JobVerdict> {
  const fault = faultOf(error, business);
  log.warn({ taskId, type, code: fault.error.code, err: error }, 'a helper of a batch failed');
  if (fault.part !== null) await parts.isAway(fault.part);
  return fault.retryable ? { retryInMs: backoffMs(1) } : 'done';
}
