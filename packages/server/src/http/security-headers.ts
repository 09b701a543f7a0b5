/**
 * The headers that browsers are told to keep to, the same on every answer; so they are worked out
 * once.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/**
 * No inline script. Ant Design and other component libraries put their rules into style elements.
 */
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

const HEADERS = headersOf(helmet({ contentSecurityPolicy: { directives: CSP } }));

export function setSecurityHeaders(res: ServerResponse): void {
  for (const [name, value] of HEADERS) res.setHeader(name, value);
}

function headersOf(
  setHeaders: ReturnType<typeof helmet>,
): readonly [name: string, value: string][] {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  setHeaders(req, res, (error) => {
    if (error !== undefined) throw error;
  });
  return res.getHeaderNames().map((name) => [name, String(res.getHeader(name))]);
}
