/** Undo of imports: what of an import can be undone, and the undo itself, which is a task. */
import { UndoIn, type UndoOut } from '@longshore/contract';
import { Router } from 'express';
import { parseInput } from '../http/parse-input.js';
import { registerUndo, undoState } from '../registration/register-undo.js';
import { registrantOf } from '../registration/registrant-of.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { requireOwnRecord } from './require-own-record.js';

export function undoRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();

  routes.get('/tasks/:id/undo', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const state = await undoState(record, services);
    const { rows = 0, undoneBy = null } = state ?? {};
    res.json({ taskId: record.taskId, rows, undoneBy } satisfies UndoOut);
  });

  routes.post('/tasks/:id/undo', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const wanted = parseInput(UndoIn, req.body ?? {});
    const registered = await registerUndo(record, wanted, registrantOf(req, res), services);
    sendRegistration(res, registered, services);
  });

  return routes;
}
