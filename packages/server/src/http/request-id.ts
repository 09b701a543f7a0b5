/**
 * The id of a call, which stands in the log, in the answer and in problems: the caller's
 * `X-Request-Id` where it is one, else a new one.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const USABLE = /^[\w.:@/+=-]{1,128}$/;
const ids = new WeakMap<IncomingMessage, string>();

export function requestIdOf(req: IncomingMessage): string {
  const known = ids.get(req);
  if (known !== undefined) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && USABLE.test(given) ? given : randomUUID();
  ids.set(req, id);
  return id;
}

export const tellRequestId = (req: IncomingMessage, res: ServerResponse): void =>
  void res.setHeader('X-Request-Id', requestIdOf(req));
