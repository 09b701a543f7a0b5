/** registerExportTask: bad parameters are answered at once and nothing is registered. */
import { Router } from 'express';
import type { CentreServices } from '../services.js';
import { registerExport } from './register-export.js';
import { registrantOf } from './registrant-of.js';
import { sendRegistration } from './send-registration.js';

export function exportRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.post('/registerExportTask', async (req, res) => {
    const caller = registrantOf(req, res);
    sendRegistration(res, await registerExport(req.body, caller, services), services);
  });
  return routes;
}
