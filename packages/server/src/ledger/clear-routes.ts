/**
 * clearTaskInfo: by its id a live task is cancelled and removed; by type only a finished one goes.
 */
import { ClearTaskIn } from '@longshore/contract';
import type { Slot } from '@longshore/tasks';
import { Router } from 'express';
import { type Actor, actorOf } from '../audit/actor.js';
import { callerOf } from '../auth/caller.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { fenceStopped } from './fence-stopped.js';

export function clearRoutes(services: CentreServices): Router {
  const { tasks, audit } = services;
  const routes = Router();

  routes.post('/clearTaskInfo', async (req, res) => {
    const asked = parseInput(ClearTaskIn, req.body);
    const { owner } = callerOf(res);
    const state =
      'taskId' in asked
        ? await clear(asked.taskId, actorOf(req, res))
        : await clearFinished({ owner, ...asked }, actorOf(req, res));
    res.json({ state });
  });

  async function clear(taskId: string, actor: Actor): Promise<boolean> {
    const task = await tasks.find(taskId);
    const isCleared = task?.owner === actor.by && (await tasks.clear(taskId));
    if (!isCleared) return false;
    await fenceStopped(taskId, services);
    await audit.note('clear', actor, { task, kind: task.kind, type: task.type });
    return true;
  }

  async function clearFinished(slot: Slot, actor: Actor): Promise<boolean> {
    const polled = await tasks.poll(slot);
    const isCleared = await tasks.clearFinished(slot);
    if (isCleared && polled !== null) await audit.note('clear', actor, { ...polled, ...slot });
    return isCleared;
  }

  return routes;
}
