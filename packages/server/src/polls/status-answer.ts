/** getTaskStatus: how a task stands, for its owner. */
import { GetTaskStatusIn, type Language, noTask, type TaskResultOut } from '@longshore/contract';
import { fileAddress } from '../files/file-address.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { expiredResult, taskResult } from './task-result.js';

/**
 * `body` as it was sent; `base`: what stands before `/api` in file addresses. Throws AppError
 * invalid_params or redis_unavailable.
 */
export type StatusAnswer = (
  body: unknown,
  asker: { owner: string; language: Language; base: string },
) => Promise<TaskResultOut>;

export function statusAnswer(services: Pick<CentreServices, 'tasks' | 'fileKeys'>): StatusAnswer {
  const { tasks } = services;
  return async (body, { owner, language, base }) => {
    const address = fileAddress(base, services);
    const asked = parseInput(GetTaskStatusIn, body);
    const found = await tasks.poll('taskId' in asked ? asked : { owner, ...asked });
    if (found?.task.owner === owner) return taskResult({ ...found, language, address });
    const record = found === null && 'taskId' in asked ? await tasks.record(asked.taskId) : null;
    return record?.owner === owner && !record.cleared
      ? expiredResult(record, { language, address, nowMs: await tasks.nowMs() })
      : noTask(language);
  };
}
