/** Calls a minute per owner, counted in this process; beyond it 429 with Retry-After. */
import { AppError } from '@longshore/contract';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { callerOf } from './auth.js';

const MINUTE_MS = 60_000;

export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    legacyHeaders: false,
    standardHeaders: false,
    keyGenerator: (_req, res) => callerOf(res).owner,
    handler: (_req, res, next) => {
      const seconds = Math.ceil(Number(res.getHeader('Retry-After') ?? MINUTE_MS / 1_000));
      next(new AppError('rate_limited', { values: { seconds } }));
    },
  });
}
