/** A task that stays failed: its executor hears of it once, and one error line is logged. */
import type { Task } from '@longshore/tasks';
import { closeRun } from './close-run.js';
import type { RunnerDeps } from './deps.js';

/** Called by whoever settled the task as failed; the store lets that be one process only. */
export async function giveUp(task: Task, deps: RunnerDeps, cause?: unknown): Promise<void> {
  await closeRun(task, deps).catch((error: unknown) =>
    deps.log.error({ taskId: task.taskId, err: error }, 'the counts may lag behind the saved rows'),
  );
  // an outage must not keep the author from hearing
  const record = (await deps.tasks.record(task.taskId).catch(() => null)) ?? task;
  const error = record.error ?? { code: 'executor_failed', message: 'no reason was recorded' };
  deps.log.error(
    {
      taskId: task.taskId,
      kind: task.kind,
      type: task.type,
      attempt: task.attempt,
      code: error.code,
      err: cause,
    },
    `task given up: ${error.message}`,
  );
  const executor = deps.business.get(task.kind, task.type);
  try {
    await executor?.onFailed?.(
      {
        taskId: task.taskId,
        owner: task.owner,
        kind: task.kind,
        type: task.type,
        attempt: task.attempt,
      },
      error,
    );
  } catch (thrown) {
    deps.log.error(
      { taskId: task.taskId, type: task.type, err: thrown },
      'onFailed of the executor threw',
    );
  }
}
