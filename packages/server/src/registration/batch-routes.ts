/** registerBatchTask: bad parameters are answered at once and nothing is registered. */
import { Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import type { CentreServices } from '../services.js';
import { idempotencyKeyOf } from './idempotency.js';
import { registerBatch } from './register-batch.js';
import { sendRegistration } from './send-registration.js';

export function batchRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.post('/registerBatchTask', async (req, res) => {
    const caller = {
      owner: callerOf(res).owner,
      language: languageFor(req),
      idempotencyKey: idempotencyKeyOf(req),
    };
    sendRegistration(res, await registerBatch(req.body, caller, services), services);
  });
  return routes;
}
