/** The ledger: lists and single records, cancel and retry. */
import { TaskListQuery } from '@longshore/contract';
import { type Request, type Response, Router } from 'express';
import { actorOf } from '../audit/actor.js';
import { callerOf } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { ledgerRecord } from '../polls/task-result.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { cancelTask } from './cancel-task.js';
import { listQuery } from './list-query.js';
import { requireOwnRecord } from './require-own-record.js';
import { retryTask } from './retry-task.js';

export function ledgerRoutes(services: CentreServices): Router {
  const { tasks, tellsCauses } = services;
  const readerOf = (req: Request, res: Response) => ({
    language: languageFor(req),
    seesCauses: tellsCauses || callerOf(res).operator,
  });
  const routes = Router();

  routes.get('/tasks', async (req, res) => {
    const query = parseInput(TaskListQuery, req.query);
    const page = await tasks.list(listQuery(query, callerOf(res)));
    res.json({
      items: page.items.map((record) => ledgerRecord(record, readerOf(req, res))),
      nextCursor: page.nextCursor,
      looked: page.looked,
    });
  });

  routes.get('/tasks/:id', async (req, res) => {
    res.json(ledgerRecord(await requireOwnRecord(req, res, tasks), readerOf(req, res)));
  });

  routes.post('/tasks/:id/cancel', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    res.json({ state: await cancelTask(record, actorOf(req, res), services) });
  });

  routes.post('/tasks/:id/retry', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const again = {
      record,
      body: req.body,
      actor: actorOf(req, res),
      caller: callerOf(res),
      language: languageFor(req),
    };
    sendRegistration(res, await retryTask(again, services), services);
  });

  return routes;
}
