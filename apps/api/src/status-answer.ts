/** getTaskStatus: how a task stands, for its owner. */
import { GetTaskStatusIn, type Language, type TaskResultOut } from '@longshore/contract';
import { parseInput } from './errors.js';
import { fileAddress } from './file-address.js';
import type { Services } from './services.js';
import { expiredResult, noTask, taskResult } from './task-result.js';

/** `body` as it was sent. Throws AppError invalid_params or redis_unavailable. */
export type StatusAnswer = (
  body: unknown,
  asker: { owner: string; language: Language },
) => Promise<TaskResultOut>;

export function statusAnswer(
  services: Pick<Services, 'tasks' | 'config' | 'signingKey'>,
): StatusAnswer {
  const { tasks } = services;
  const address = fileAddress(services);
  return async (body, { owner, language }) => {
    const asked = parseInput(GetTaskStatusIn, body);
    const found = await tasks.poll('taskId' in asked ? asked : { owner, ...asked });
    if (found?.task.owner === owner) return taskResult({ ...found, language, address });
    const record = found === null && 'taskId' in asked ? await tasks.record(asked.taskId) : null;
    return record?.owner === owner && !record.cleared
      ? expiredResult(record, language)
      : noTask(language);
  };
}
