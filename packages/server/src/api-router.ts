/** The calls of the contract below `/api`, as an Express router that any host can mount. */
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { alarmRoutes } from './alarms/alarm-routes.js';
import { auditRoutes } from './audit/audit-routes.js';
import { bulkRoutes } from './desk/bulk-routes.js';
import { deskRoutes } from './desk/desk-routes.js';
import { fileRoutes } from './files/file-routes.js';
import { methodNotAllowed } from './http/method-not-allowed.js';
import { notFound } from './http/problems.js';
import { LONG_BODY_BYTES, readJson } from './http/read-json.js';
import { clearRoutes } from './ledger/clear-routes.js';
import { ledgerRoutes } from './ledger/ledger-routes.js';
import { pauseRoutes } from './ledger/pause-routes.js';
import { previewRoutes } from './ledger/preview-routes.js';
import { recordsRoutes } from './ledger/records-routes.js';
import { taskFileRoutes } from './ledger/task-file-routes.js';
import { undoRoutes } from './ledger/undo-routes.js';
import { mendRoutes } from './mending/mend-routes.js';
import { statisticsRoutes } from './operations/statistics-routes.js';
import { type CallSteps, pollHandler } from './polls/poll-handler.js';
import { batchRoutes } from './registration/batch-routes.js';
import { exportRoutes } from './registration/export-routes.js';
import { importRoutes } from './registration/import-routes.js';
import { retryRoutes } from './retries/retry-routes.js';
import { routineRoutes } from './routines/routine-routes.js';
import type { CentreServices } from './services.js';
import { rowsRoutes } from './types/rows-routes.js';
import { typeRoutes } from './types/type-routes.js';

export function apiRouter(services: CentreServices, steps: CallSteps): Router {
  const calls = [
    exportRoutes(services),
    batchRoutes(services),
    clearRoutes(services),
    ledgerRoutes(services),
    taskFileRoutes(services),
    pauseRoutes(services),
    previewRoutes(services),
    mendRoutes(services),
    undoRoutes(services),
    statisticsRoutes(services),
    recordsRoutes(services),
    typeRoutes(services),
    rowsRoutes(services),
    routineRoutes(services),
    retryRoutes(services),
    alarmRoutes(services),
    deskRoutes(services),
    bulkRoutes(services),
    auditRoutes(services),
  ];
  const files = fileRoutes(services);
  const imports = importRoutes(services);
  const api = Router();
  const polls = Router().post('/getTaskStatus', pollHandler(steps, services));
  api.use(polls, methodNotAllowed([polls, files, imports, ...calls]));
  api.use(files, authorizing(steps), imports, parsingJson, ...calls);
  api.use(notFound);
  const router = Router();
  router.use('/api', api, problemsOf(steps));
  return router;
}

const authorizing =
  ({ authorize }: CallSteps): RequestHandler =>
  async (req, res, next) => {
    res.locals.caller = await authorize(req);
    next();
  };

/** An export may name very many rows. */
const parsingJson: RequestHandler = async (req, _res, next) => {
  const isExport = req.path === '/registerExportTask';
  req.body = isExport ? await readJson(req, LONG_BODY_BYTES) : await readJson(req);
  next();
};

/** Express knows an error handler by its four parameters. */
const problemsOf =
  ({ sendProblem }: CallSteps): ErrorRequestHandler =>
  (error, req, res, _next) =>
    sendProblem(error, req, res);
