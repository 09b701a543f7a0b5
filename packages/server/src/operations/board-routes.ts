/** A board of BullMQ's queues at `/queues`, for operators, to be read only. */
import { AppError } from '@longshore/contract';
import { type RequestHandler, Router } from 'express';
import { requireOperator } from '../auth/caller.js';
import { basePath } from '../http/base-path.js';
import type { CallSteps } from '../polls/poll-handler.js';
import type { CentreServices } from '../services.js';

/** Makes a board of these queues, which browsers find at `path`. */
export type QueueBoard = (queues: readonly object[], path: string) => RequestHandler;

const PATH = '/queues';
const READING = ['GET', 'HEAD'];

export function boardRoutes(
  board: QueueBoard,
  { authorize }: Pick<CallSteps, 'authorize'>,
  { queue, publicUrl }: Pick<CentreServices, 'queue' | 'publicUrl'>,
): Router {
  const routes = Router();
  routes.use(PATH, async (req, _res, next) => {
    requireOperator(await authorize(req));
    if (!READING.includes(req.method))
      throw new AppError('method_not_allowed', {
        values: { method: req.method, allowed: READING.join(', ') },
      });
    next();
  });
  routes.use(PATH, board(queue.bullQueues, boardPath(publicUrl)));
  return routes;
}

/** Where browsers find the board. */
export function boardPath(publicUrl: string | null): string {
  return basePath(publicUrl) + PATH;
}
