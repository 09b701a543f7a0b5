/** A POST that carries the session cookie must come from a page of this site, or any site could press the person's buttons. */
import { AppError } from '@longshore/contract';
import type { Request, RequestHandler } from 'express';
import { sessionToken } from './auth.js';

export function sameOrigin(publicUrl: string | undefined): RequestHandler {
  return (req, _res, next) => {
    if (req.method !== 'POST' || sessionToken(req) === undefined) return next();
    if (req.get('origin') !== (publicUrl ?? ownOrigin(req))) throw new AppError('forbidden_origin');
    next();
  };
}

const ownOrigin = (req: Request): string => `${req.protocol}://${req.get('host') ?? ''}`;
