/** Every error of a call as RFC 9457 problem+json, in the caller's language; what is not ours is logged and told as `internal`. */
import { AppError, languageOf, type Problem } from '@longshore/contract';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type * as z from 'zod';

const RETRY_AFTER_S = 2;

export const notFound: RequestHandler = () => {
  throw new AppError('not_found');
};

export function handleErrors(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const error = toAppError(thrown);
    if (error.status >= 500) log.error({ err: thrown, code: error.code, method: req.method }, 'call failed');
    if (res.headersSent) return next(thrown);
    if (error.status === 503) res.set('Retry-After', String(RETRY_AFTER_S));
    if (error.code === 'rate_limited') res.set('Retry-After', String(error.values.seconds));
    res
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem(error, req)));
  };
}

function problem(error: AppError, req: Request): Problem {
  const { taskId } = error.values;
  return {
    type: `urn:longshore:error:${error.code}`,
    title: error.code,
    status: error.status,
    code: error.code,
    detail: error.sentence(languageOf(req.get('accept-language'))),
    ...(typeof taskId === 'string' ? { taskId } : {}),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
  };
}

/** Errors of the body parser carry a `type`; see its documentation. */
function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { type, limit, status } = thrown as { type?: unknown; limit?: unknown; status?: unknown }; // as http-errors has them
  if (type === 'entity.too.large') return new AppError('payload_too_large', { values: { maxBytes: Number(limit) } });
  if (type === 'entity.parse.failed') return new AppError('invalid_request', { values: { reason: 'the body is not JSON' } });
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return new AppError('unsupported_media_type', { values: { expected: 'JSON in UTF-8' } });
  if (thrown instanceof URIError || status === 404) return new AppError('not_found');
  if (typeof type === 'string' && /^(encoding|charset|request|entity)\./.test(type))
    return new AppError('invalid_request', { values: { reason: type } });
  if (status === 400) return new AppError('invalid_request', { values: { reason: 'the address is malformed' } });
  return new AppError('internal', { cause: thrown });
}

/** Parses a body or query; what is wrong is told by path. Throws AppError invalid_params. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown, prefix: readonly string[] = []): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: [...prefix, ...path].join('.'), message }));
  throw new AppError('invalid_params', { errors });
}
