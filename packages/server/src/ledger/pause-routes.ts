/** Pause and resume: a paused batch keeps its slot, and no page of it commits any more. */
import { AppError, message, type StateOut } from '@longshore/contract';
import type { TaskRecord } from '@longshore/tasks';
import { type Request, type Response, Router } from 'express';
import { actorOf } from '../audit/actor.js';
import { callerOf } from '../auth/caller.js';
import { requireStart } from '../auth/permissions.js';
import { languageFor } from '../http/language.js';
import { accepted, enqueue } from '../registration/register-task.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { fenceStopped } from './fence-stopped.js';
import { phaseRefusal } from './phase-refusal.js';
import { requireOwnRecord } from './require-own-record.js';

export function pauseRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();

  routes.post('/tasks/:id/pause', async (req, res) => {
    const record = await requireOwnBatch(req, res);
    if (!(await tasks.pause(record.taskId))) throw await refused(record, 'pausable');
    await fenceStopped(record.taskId, services);
    await note('pause', record, req, res);
    res.status(202).json({ state: true } satisfies StateOut);
  });

  routes.post('/tasks/:id/resume', async (req, res) => {
    const record = await requireOwnBatch(req, res);
    await requireStart(record, callerOf(res), services);
    const task = await tasks.resume(record.taskId);
    if (task === null) throw await refused(record, 'resumable');
    await enqueue(task, services);
    await note('resume', record, req, res);
    const language = languageFor(req);
    const { isAccepted, body } = accepted(task, language);
    const resumed = { isAccepted, body: { ...body, message: message('queued', language) } };
    sendRegistration(res, resumed, services);
  });

  async function requireOwnBatch(req: Request, res: Response): Promise<TaskRecord> {
    const record = await requireOwnRecord(req, res, tasks);
    if (record.kind !== 'batch')
      throw new AppError('not_pausable', { values: { kind: record.kind } });
    return record;
  }

  async function note(
    act: 'pause' | 'resume',
    record: TaskRecord,
    req: Request,
    res: Response,
  ): Promise<void> {
    const { kind, type } = record;
    await services.audit.note(act, actorOf(req, res), { task: record, kind, type });
  }

  /** The phase is told as it is now: the task may have ended since it was looked at. */
  async function refused(
    { taskId, phase }: TaskRecord,
    what: 'pausable' | 'resumable',
  ): Promise<AppError> {
    const now = (await tasks.record(taskId))?.phase ?? phase;
    return phaseRefusal(`task_not_${what}`, now);
  }

  return routes;
}
