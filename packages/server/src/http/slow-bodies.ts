/**
 * Ends requests whose body comes too slowly, before sign-in too: a sender of one byte a minute
 * would hold a connection for ever. Used by listen.ts.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AppError } from '@longshore/contract';
import { problem } from './problems.js';

export interface BodyRate {
  /** A body slower than this, over one window, is refused with 408 `request_too_slow`. */
  readonly minBytesPerSecond: number;
  readonly windowMs: number;
}

/** Watches every request of the server that has a body. */
export function refuseSlowBodies(server: Server, rate: BodyRate): void {
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (hasBody(req)) watch(req, res, rate);
  });
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

function watch(
  req: IncomingMessage,
  res: ServerResponse,
  { minBytesPerSecond, windowMs }: BodyRate,
): void {
  let before = req.socket.bytesRead;
  const timer = setInterval(() => {
    const received = req.socket.bytesRead - before;
    before = req.socket.bytesRead;
    if (req.complete) return clearInterval(timer);
    // Bytes that wait here to be read: this side is slow, not the sender.
    if (req.readableLength > 0) return;
    if (received < (minBytesPerSecond * windowMs) / 1_000) refuse(req, res);
  }, windowMs);
  timer.unref();
  for (const end of ['close', 'end'] as const) req.once(end, () => clearInterval(timer));
}

function refuse(req: IncomingMessage, res: ServerResponse): void {
  if (res.headersSent) return void req.destroy();
  const error = new AppError('request_too_slow');
  res.writeHead(error.status, {
    'content-type': 'application/problem+json; charset=utf-8',
    connection: 'close',
  });
  res.end(JSON.stringify(problem(error, req)), () => req.destroy());
}
