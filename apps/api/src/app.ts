/** The calls of the contract, then the page: Express, and in front of it the answer to polls. */
import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type Request, Router } from 'express';
import { admitBy } from './admit.js';
import { answerPolls, type CallSteps } from './answer-polls.js';
import { notFound, problemSender } from './errors.js';
import { observeCalls } from './observe-calls.js';
import { readJson } from './read-json.js';
import { docsRoutes } from './routes/docs.js';
import { fileRoutes } from './routes/files.js';
import { healthRoutes } from './routes/health.js';
import { ledgerRoutes } from './routes/ledger.js';
import { pageRoutes } from './routes/page.js';
import { importRoutes } from './routes/register-import.js';
import { rowsRoutes } from './routes/rows.js';
import { taskRoutes } from './routes/task.js';
import { typeRoutes } from './routes/types.js';
import { setSecurityHeaders } from './security-headers.js';
import type { Services } from './services.js';
import { statusAnswer } from './status-answer.js';

export function createApp(services: Services): RequestListener {
  const steps: CallSteps = {
    observe: observeCalls(services),
    admit: admitBy(services.config),
    statusAnswer: statusAnswer(services),
    sendProblem: problemSender(services.log),
  };
  return answerPolls(steps, expressApp(services, steps));
}

function expressApp(services: Services, steps: CallSteps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((req, res, next) => {
    steps.observe(req, res, () => routePattern(req));
    setSecurityHeaders(res);
    next();
  });
  app.use(healthRoutes(services), docsRoutes());
  app.use('/api', apiRoutes(services, steps));
  app.use(pageRoutes());
  const sendProblem: ErrorRequestHandler = (error, req, res, _next) =>
    steps.sendProblem(error, req, res);
  app.use(notFound, sendProblem);
  return app;
}

const routePattern = (req: Request): string =>
  typeof req.route?.path === 'string' ? req.route.path : 'none';

function apiRoutes(services: Services, { admit, statusAnswer }: CallSteps): Router {
  const api = Router();
  api.use(fileRoutes(services));
  api.use(async (req, res, next) => {
    res.locals.caller = await admit(req);
    next();
  });
  api.use(importRoutes(services));
  api.use(async (req, _res, next) => {
    req.body = await readJson(req);
    next();
  });
  api.use(
    taskRoutes(services, statusAnswer),
    ledgerRoutes(services),
    typeRoutes(services),
    rowsRoutes(services),
  );
  return api;
}
