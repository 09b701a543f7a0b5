/** The polling contract: registerExportTask, getTaskStatus, clearTaskInfo. */
import { AppError, ClearTaskIn, GetTaskStatusIn, RegisterExportIn, type TaskResultOut } from '@longshore/contract';
import type { Task } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf } from '../auth.js';
import { parseInput } from '../errors.js';
import { fileAddress } from '../file-address.js';
import { languageFor, limitsOf, registerTask, sendRegistration } from '../register.js';
import type { Services } from '../services.js';
import { stopRun } from '../stop-run.js';
import { expiredResult, noTask, taskResult } from '../task-result.js';

export function taskRoutes(services: Services): Router {
  const { tasks, business } = services;
  const routes = Router();

  routes.post('/registerExportTask', async (req, res) => {
    const { type, params, format, fileName } = parseInput(RegisterExportIn, req.body);
    const executor = business.exports.get(type);
    if (executor === undefined) throw new AppError('unknown_type', { values: { kind: 'export', type } });
    parseInput(executor.params, params, ['params']);
    const { owner } = callerOf(res);
    const task = {
      ...({ owner, kind: 'export', type, params, format } as const),
      fileName: fileName ?? null,
      language: languageFor(req),
      upload: null,
      ...limitsOf(executor),
    };
    sendRegistration(res, await registerTask(task, services));
  });

  routes.post('/getTaskStatus', async (req, res) => {
    res.json(await statusAnswer(parseInput(GetTaskStatusIn, req.body)));

    async function statusAnswer(asked: GetTaskStatus): Promise<TaskResultOut> {
      const { owner } = callerOf(res);
      const language = languageFor(req);
      const found = await tasks.poll('taskId' in asked ? asked : { owner, kind: asked.kind, type: asked.type });
      if (found?.task.owner === owner) return taskResult({ ...found, language, address: fileAddress(services) });
      const record = found === null && 'taskId' in asked ? await tasks.record(asked.taskId) : null;
      return record?.owner === owner && !record.cleared ? expiredResult(record, language) : noTask(language);
    }
  });

  routes.post('/clearTaskInfo', async (req, res) => {
    const asked = parseInput(ClearTaskIn, req.body);
    const { owner } = callerOf(res);
    if (!('taskId' in asked)) return void res.json({ state: await tasks.clearFinished({ owner, ...asked }) });
    const task = await tasks.find(asked.taskId);
    res.json({ state: task?.owner === owner && (await clear(task)) });
  });

  async function clear(task: Task): Promise<boolean> {
    const cleared = await tasks.clear(task.taskId);
    if (cleared) await stopRun(task.taskId, services);
    return cleared;
  }

  return routes;
}

type GetTaskStatus = ReturnType<typeof GetTaskStatusIn.parse>;
