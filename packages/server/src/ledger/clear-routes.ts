/**
 * clearTaskInfo: by its id a live task is cancelled and removed; by type only a finished one goes.
 */
import { ClearTaskIn } from '@longshore/contract';
import { Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { fenceStopped } from './fence-stopped.js';

export function clearRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();

  routes.post('/clearTaskInfo', async (req, res) => {
    const asked = parseInput(ClearTaskIn, req.body);
    const { owner } = callerOf(res);
    const state =
      'taskId' in asked
        ? await clear(asked.taskId, owner)
        : await tasks.clearFinished({ owner, ...asked });
    res.json({ state });
  });

  async function clear(taskId: string, owner: string): Promise<boolean> {
    const task = await tasks.find(taskId);
    const isCleared = task?.owner === owner && (await tasks.clear(taskId));
    if (isCleared) await fenceStopped(taskId, services);
    return isCleared;
  }

  return routes;
}
