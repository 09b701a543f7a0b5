/**
 * One metric and one log line a call: method, route pattern, status, time. Never the address
 * itself: it may carry a file token.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { traceCall } from '@longshore/tracing';
import { requestIdOf, tellRequestId } from '../http/request-id.js';
import type { CentreServices } from '../services.js';

/**
 * `route` is asked when the call is over, for only then a router knows it. `answer` answers the
 * call, within its span where traces are recorded.
 */
export type ObserveCall = (
  req: IncomingMessage,
  res: ServerResponse,
  observed: { readonly route: () => string; readonly answer: () => void },
) => void;

export function observeCalls({
  log,
  metrics,
}: Pick<CentreServices, 'log' | 'metrics'>): ObserveCall {
  return (req, res, { route, answer }) => {
    const startedAt = performance.now();
    tellRequestId(req, res);
    const within = traceCall(req, res, route);
    res.once('close', () => {
      const ms = performance.now() - startedAt;
      const labels = { method: req.method ?? '', route: route(), status: res.statusCode };
      metrics.observeCall(labels, ms);
      const told = { ...labels, requestId: requestIdOf(req), ms: Math.round(ms) };
      log.debug({ ...told, finished: res.writableFinished }, 'call');
    });
    within(answer);
  };
}
