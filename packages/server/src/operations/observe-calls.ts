/**
 * One metric and one log line a call: method, route pattern, status, time. Never the address
 * itself: it may carry a file token.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CentreServices } from '../services.js';

/** `route` is asked when the call is over, for only then a router knows it. */
export type ObserveCall = (req: IncomingMessage, res: ServerResponse, route: () => string) => void;

export function observeCalls({
  log,
  metrics,
}: Pick<CentreServices, 'log' | 'metrics'>): ObserveCall {
  return (req, res, route) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const ms = performance.now() - startedAt;
      const labels = { method: req.method ?? '', route: route(), status: res.statusCode };
      metrics.observeCall(labels, ms);
      log.debug({ ...labels, ms: Math.round(ms), finished: res.writableFinished }, 'call');
    });
  };
}
