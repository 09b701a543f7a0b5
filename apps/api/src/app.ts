/** The Express app: guards first, then the calls of the contract, then the page. */
import { AppError } from '@longshore/contract';
import express, { type Express, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { authenticate } from './auth.js';
import { handleErrors, notFound } from './errors.js';
import { logRequests } from './log-requests.js';
import { limitRate } from './rate-limit.js';
import { docsRoutes } from './routes/docs.js';
import { fileRoutes } from './routes/files.js';
import { healthRoutes } from './routes/health.js';
import { ledgerRoutes } from './routes/ledger.js';
import { pageRoutes } from './routes/page.js';
import { importRoutes } from './routes/register-import.js';
import { rowsRoutes } from './routes/rows.js';
import { taskRoutes } from './routes/task.js';
import { typeRoutes } from './routes/types.js';
import { sameOrigin } from './same-origin.js';
import type { Services } from './services.js';

const BODY_LIMIT = '256kb';

export function createApp(services: Services): Express {
  const app = express();
  app.set('trust proxy', 'loopback, uniquelocal');
  app.use(logRequests(services), helmet({ contentSecurityPolicy: { directives: CSP } }));
  app.use(healthRoutes(services), docsRoutes());
  app.use('/api', apiRoutes(services));
  app.use(pageRoutes());
  app.use(notFound, handleErrors(services.log));
  return app;
}

/** No inline script. Ant Design and other component libraries put their rules into style elements. */
const CSP = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

const refuseOtherBodies: RequestHandler = (req, _res, next) => {
  if (req.get('content-length') !== '0' && req.is('json') === false)
    throw new AppError('unsupported_media_type', { values: { expected: 'application/json' } });
  next();
};

function apiRoutes(services: Services): Router {
  const { config } = services;
  const api = Router();
  api.use(fileRoutes(services));
  api.use(authenticate(config), sameOrigin(config.PUBLIC_URL), limitRate(config.RATE_LIMIT_PER_MINUTE));
  api.use(importRoutes(services));
  api.use(refuseOtherBodies, express.json({ limit: BODY_LIMIT, strict: true }));
  api.use(taskRoutes(services), ledgerRoutes(services), typeRoutes(services), rowsRoutes(services));
  return api;
}
