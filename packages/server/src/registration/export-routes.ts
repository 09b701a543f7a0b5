/** registerExportTask: bad parameters are answered at once and nothing is registered. */
import { Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import type { CentreServices } from '../services.js';
import { idempotencyKeyOf } from './idempotency.js';
import { registerExport } from './register-export.js';
import { sendRegistration } from './send-registration.js';

export function exportRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.post('/registerExportTask', async (req, res) => {
    const caller = {
      owner: callerOf(res).owner,
      language: languageFor(req),
      idempotencyKey: idempotencyKeyOf(req),
    };
    sendRegistration(res, await registerExport(req.body, caller, services), services);
  });
  return routes;
}
