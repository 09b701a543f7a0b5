/** One log line and one metric a call: method, route pattern, status, time. Never the address itself: it may carry a file token. */
import type { Request, RequestHandler } from 'express';
import type { Services } from './services.js';

export function logRequests({ log, metrics }: Pick<Services, 'log' | 'metrics'>): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      const labels = { method: req.method, route: routePattern(req), status: res.statusCode };
      metrics.observeCall(labels, ms);
      log.debug({ ...labels, ms, finished: res.writableFinished }, 'call');
    });
    next();
  };
}

const routePattern = (req: Request): string => (typeof req.route?.path === 'string' ? req.route.path : 'none');
