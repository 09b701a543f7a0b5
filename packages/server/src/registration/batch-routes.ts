/** registerBatchTask: bad parameters are answered at once and nothing is registered. */
import { Router } from 'express';
import type { CentreServices } from '../services.js';
import { registerBatch } from './register-batch.js';
import { registrantOf } from './registrant-of.js';
import { sendRegistration } from './send-registration.js';

export function batchRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.post('/registerBatchTask', async (req, res) => {
    const caller = registrantOf(req, res);
    sendRegistration(res, await registerBatch(req.body, caller, services), services);
  });
  return routes;
}
