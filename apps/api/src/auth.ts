/** Who the caller is: JWT from the Authorization header or the session cookie, or the X-Owner header in dev mode. */
import { AppError } from '@longshore/contract';
import type { Request, RequestHandler, Response } from 'express';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Config } from './config.js';

const SESSION_COOKIE = 'longshore_session';

export interface Caller {
  readonly owner: string;
  readonly operator: boolean;
}

const MAX_OWNER_LENGTH = 200;

export function authenticate(config: Config): RequestHandler {
  const identify = config.AUTH_MODE === 'dev' ? devCaller : jwtCaller(config);
  return async (req, res, next) => {
    res.locals.caller = await identify(req);
    next();
  };
}

/** The caller that `authenticate` found. */
export const callerOf = (res: Response): Caller => res.locals.caller as Caller; // express types locals as any-valued

export function requireOperator(caller: Caller): void {
  if (!caller.operator) throw new AppError('forbidden', { values: { role: 'operator' } });
}

async function devCaller(req: Request): Promise<Caller> {
  return { owner: ownerName(utf8(req.get('x-owner') ?? 'demo')), operator: req.get('x-role') === 'operator' };
}

function jwtCaller(config: Config): (req: Request) => Promise<Caller> {
  const verify = verifier(config);
  return async (req) => {
    const token = bearerToken(req) ?? sessionToken(req);
    if (token === undefined) throw new AppError('unauthenticated');
    const payload = await verify(token).then(
      (result) => result.payload,
      (cause: unknown) => {
        throw refusedBy(cause)
          ? new AppError('unauthenticated', { message: 'The session token was refused.', cause })
          : new AppError('sign_in_unavailable', { cause });
      },
    );
    return callerFrom(payload);
  };
}

const REQUIRED = { requiredClaims: ['sub', 'exp'] };

function verifier(config: Config): (token: string) => Promise<JWTVerifyResult> {
  if (config.AUTH_JWKS_URL !== undefined) {
    const keys = createRemoteJWKSet(new URL(config.AUTH_JWKS_URL), { timeoutDuration: 2_000 });
    return (token) => jwtVerify(token, keys, { algorithms: ['RS256', 'ES256', 'EdDSA', 'PS256'], ...REQUIRED });
  }
  const secret = new TextEncoder().encode(config.AUTH_JWT_SECRET);
  return (token) => jwtVerify(token, secret, { algorithms: ['HS256'], ...REQUIRED });
}

/** The token's own fault; anything else is one of fetching the keys. */
const refusedBy = (cause: unknown): boolean =>
  cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout) && cause.code !== 'ERR_JOSE_GENERIC';

/** Node reads header bytes as Latin-1. */
const utf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

const callerFrom = (payload: JWTPayload): Caller => ({
  owner: ownerName(typeof payload.sub === 'string' ? payload.sub : ''),
  operator: payload.role === 'operator',
});

function ownerName(name: string): string {
  if (name.length === 0 || name.length > MAX_OWNER_LENGTH) {
    throw new AppError('unauthenticated', { message: `The owner's name must have 1 to ${MAX_OWNER_LENGTH} characters.` });
  }
  return name;
}

const bearerToken = (req: Request): string | undefined => /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1];

export function sessionToken(req: Request): string | undefined {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1);
}
