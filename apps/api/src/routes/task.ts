/** The polling contract: registerExportTask, getTaskStatus, clearTaskInfo. */
import { AppError, ClearTaskIn, RegisterExportIn } from '@longshore/contract';
import type { NewTask, Task } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf } from '../auth.js';
import { parseInput } from '../errors.js';
import { languageFor, limitsOf, registerTask, sendRegistration } from '../register.js';
import type { Services } from '../services.js';
import type { StatusAnswer } from '../status-answer.js';
import { stopRun } from '../stop-run.js';

export function taskRoutes(services: Services, statusAnswer: StatusAnswer): Router {
  const { tasks, business } = services;
  const routes = Router();

  routes.post('/registerExportTask', async (req, res) => {
    const { type, params, format, fileName } = parseInput(RegisterExportIn, req.body);
    const executor = business.find('export', type);
    if (executor === undefined)
      throw new AppError('unknown_type', { values: { kind: 'export', type } });
    parseInput(executor.params, params, ['params']);
    const { owner } = callerOf(res);
    const task: NewTask = {
      owner,
      kind: 'export',
      type,
      params,
      format,
      fileName: fileName ?? null,
      language: languageFor(req),
      ...limitsOf(executor),
    };
    sendRegistration(res, await registerTask(task, services));
  });

  /** Reached only by spellings of the address that are not answered in front of Express. */
  routes.post('/getTaskStatus', async (req, res) => {
    res.json(
      await statusAnswer(req.body, { owner: callerOf(res).owner, language: languageFor(req) }),
    );
  });

  routes.post('/clearTaskInfo', async (req, res) => {
    const asked = parseInput(ClearTaskIn, req.body);
    const { owner } = callerOf(res);
    if (!('taskId' in asked))
      return void res.json({ state: await tasks.clearFinished({ owner, ...asked }) });
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
