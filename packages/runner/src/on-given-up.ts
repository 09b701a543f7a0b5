/** A task that stays failed: its executor hears of it once, and one error line is logged. */
import { endRun } from '@longshore/executors';
import type { Task, TaskError } from '@longshore/tasks';
import { attachLateFiles } from './late-files.js';
import type { RunServices } from './run-services.js';

/** Called by whoever settled the task as failed; the store lets that be one process only. */
export async function onGivenUp(task: Task, services: RunServices, cause?: unknown): Promise<void> {
  await endRun(task, services).catch((error: unknown) =>
    services.log.error(
      { taskId: task.taskId, err: error },
      'the counts may lag behind the saved rows',
    ),
  );
  // an outage must not keep the author from hearing
  const record = (await services.tasks.record(task.taskId).catch(() => null)) ?? task;
  const error: TaskError = record.error ?? {
    code: 'executor_failed',
    message: 'no reason was recorded',
  };
  services.log.error(
    {
      taskId: task.taskId,
      kind: task.kind,
      type: task.type,
      attempt: task.attempt,
      code: error.code,
      cause: error.cause,
      err: cause,
    },
    `task given up: ${error.message}`,
  );
  const executor = services.business.find(task.kind, task.type);
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
    services.log.error(
      { taskId: task.taskId, type: task.type, err: thrown },
      'onFailed of the executor threw',
    );
  }
  await attachLateFiles(task.taskId, services).catch((error: unknown) =>
    services.log.warn({ taskId: task.taskId, err: error }, 'its files were not added'),
  );
}
