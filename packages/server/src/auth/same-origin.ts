/**
 * A POST that carries the session cookie must come from a page of this site, or any site could
 * press the person's buttons.
 */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@longshore/contract';
import { isProxy } from '../http/client-address.js';
import { sessionToken } from './jwt-auth.js';

/** Throws AppError forbidden_origin. */
export function originCheck(publicUrl: string | null): (req: IncomingMessage) => void {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return (req) => {
    if (READING.has(req.method ?? '') || sessionToken(req) === undefined) return;
    if (req.headers.origin !== (publicOrigin ?? ownOrigin(req)))
      throw new AppError('forbidden_origin');
  };
}

/** They change nothing. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const ownOrigin = (req: IncomingMessage): string => `${protocol(req)}://${req.headers.host ?? ''}`;

/** What the browser spoke: a proxy on this host or in a private network is believed. */
function protocol({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-proto'];
  if (forwarded === undefined || !isProxy(socket.remoteAddress ?? '')) return 'http';
  return String(forwarded).split(',')[0]?.trim() ?? 'http';
}
