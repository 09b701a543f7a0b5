/**
 * Every error of a call as RFC 9457 problem+json, in the caller's language; what is not ours is
 * logged and told as `internal`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, languageOf, type Problem } from '@longshore/contract';
import type { Log } from '@longshore/tasks';
import type { RequestHandler } from 'express';
import { requestIdOf, tellRequestId } from './request-id.js';

const RETRY_AFTER_S = 2;

export const notFound: RequestHandler = () => {
  throw new AppError('not_found');
};

/** Ends the call with what was thrown; an answer that had begun is cut off. */
export type SendProblem = (thrown: unknown, req: IncomingMessage, res: ServerResponse) => void;

export function problemSender(log: Log): SendProblem {
  return (thrown, req, res) => {
    const error = toAppError(thrown);
    if (error.status >= 500)
      log.error(
        { err: thrown, code: error.code, method: req.method, requestId: requestIdOf(req) },
        'call failed',
      );
    if (res.headersSent) return void res.destroy();
    const text = JSON.stringify(problem(error, req));
    tellRequestId(req, res);
    res.statusCode = error.status;
    if (error.status === 503) res.setHeader('Retry-After', String(RETRY_AFTER_S));
    if (error.code === 'method_not_allowed') res.setHeader('Allow', String(error.values.allowed));
    if (error.code === 'rate_limited') res.setHeader('Retry-After', String(error.values.seconds));
    res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    res.setHeader('Content-Length', Buffer.byteLength(text));
    res.end(text);
  };
}

/** The body of a problem answer, in the caller's language. */
export function problem(error: AppError, req: IncomingMessage): Problem {
  const { taskId } = error.values;
  return {
    type: `urn:longshore:error:${error.code}`,
    title: error.code,
    status: error.status,
    code: error.code,
    detail: error.sentence(languageOf(req.headers['accept-language'])),
    requestId: requestIdOf(req),
    ...(typeof taskId === 'string' ? { taskId } : {}),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
  };
}

/** Errors of Express carry a `status`. */
function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { status } = (thrown ?? {}) as { status?: unknown }; // as http-errors has it
  if (thrown instanceof URIError || status === 404) return new AppError('not_found');
  if (status === 400)
    return new AppError('invalid_request', { values: { reason: 'the address is malformed' } });
  return new AppError('internal', { cause: thrown });
}
