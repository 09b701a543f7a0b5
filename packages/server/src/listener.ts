/**
 * The task centre as a whole server: polls in front of Express, then health, documents, the calls
 * and the page.
 */
import type { RequestListener } from 'node:http';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type Router,
} from 'express';
import { basePath, takeOff } from './http/base-path.js';
import { methodNotAllowed } from './http/method-not-allowed.js';
import { notFound } from './http/problems.js';
import { setSecurityHeaders } from './http/security-headers.js';
import { boardRoutes, type QueueBoard } from './operations/board-routes.js';
import { docsRoutes } from './operations/docs-routes.js';
import { healthRoutes } from './operations/health-routes.js';
import { type ObserveCall, observeCalls } from './operations/observe-calls.js';
import { pageRoutes } from './operations/page-routes.js';
import { type CallSteps, pollHandler } from './polls/poll-handler.js';
import type { CentreServices } from './services.js';

interface ListenerParts {
  readonly api: Router;
  readonly steps: CallSteps;
  /** Null: there is none. */
  readonly board: QueueBoard | null;
  /** Absolute path of a built page; null: none is served. */
  readonly page: string | null;
}

const POLL_ADDRESS = '/api/getTaskStatus';
const POLL_ROUTE = () => '/getTaskStatus';

export function createListener(services: CentreServices, parts: ListenerParts): RequestListener {
  const observe = observeCalls(services);
  const answerPoll = pollHandler(parts.steps, services);
  const others = expressApp(services, parts, observe);
  const path = basePath(services.publicUrl);
  return (req, res) => {
    takeOff(path, req);
    if (req.url !== POLL_ADDRESS || req.method !== 'POST') return others(req, res);
    observe(req, res, { route: POLL_ROUTE, answer: () => void answerPoll(req, res) });
  };
}

function expressApp(
  services: CentreServices,
  { api, steps, board, page }: ListenerParts,
  observe: ObserveCall,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((req, res, next) => {
    setSecurityHeaders(res);
    observe(req, res, { route: () => routePattern(req), answer: next });
  });
  const operations = [healthRoutes(services), docsRoutes(services)];
  app.use(methodNotAllowed(operations), ...operations);
  app.use(api);
  if (board !== null) app.use(boardRoutes(board, steps, services));
  if (page !== null) app.use(pageRoutes(page, basePath(services.publicUrl)));
  const sendProblem: ErrorRequestHandler = (error, req, res, _next) =>
    steps.sendProblem(error, req, res);
  app.use(notFound, sendProblem);
  return app;
}

const routePattern = (req: Request): string =>
  typeof req.route?.path === 'string' ? req.route.path : 'none';
