/**
 * Who the caller is: JWT from the Authorization header or the session cookie, or the X-Owner header
 * in dev mode.
 */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@longshore/contract';
import type { Response } from 'express';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Config } from './config.js';
import { rememberVerified } from './verified-tokens.js';

const SESSION_COOKIE = 'longshore_session';

export interface Caller {
  readonly owner: string;
  readonly operator: boolean;
}

const MAX_OWNER_LENGTH = 200;

/** Throws AppError unauthenticated or sign_in_unavailable. */
type Identify = (req: IncomingMessage) => Promise<Caller>;

export const identifyBy = (config: Config): Identify =>
  config.AUTH_MODE === 'dev' ? devCaller : jwtCaller(config);

/** The caller that was admitted to this route. */
// express types locals as any-valued
export const callerOf = (res: Response): Caller => res.locals.caller as Caller;

export function requireOperator(caller: Caller): void {
  if (!caller.operator) throw new AppError('forbidden', { values: { role: 'operator' } });
}

async function devCaller({ headers }: IncomingMessage): Promise<Caller> {
  return {
    owner: ownerName(utf8(String(headers['x-owner'] ?? 'demo'))),
    operator: headers['x-role'] === 'operator',
  };
}

function jwtCaller(config: Config): Identify {
  const verify = verifier(config);
  const callerWith = rememberVerified(async (token) => {
    const { payload } = await verify(token).catch((cause: unknown) => {
      throw refusedBy(cause)
        ? new AppError('unauthenticated', { message: 'The session token was refused.', cause })
        : new AppError('sign_in_unavailable', { cause });
    });
    return {
      holder: callerFrom(payload, config.AUTH_ROLE_CLAIM),
      expiresAt: (payload.exp ?? 0) * 1_000,
    };
  });
  return async (req) => {
    const token = bearerToken(req) ?? sessionToken(req);
    if (token === undefined) throw new AppError('unauthenticated');
    return callerWith(token);
  };
}

function verifier(config: Config): (token: string) => Promise<JWTVerifyResult> {
  const claims = expectedClaims(config);
  if (config.AUTH_JWKS_URL !== undefined) {
    const keys = createRemoteJWKSet(new URL(config.AUTH_JWKS_URL), { timeoutDuration: 2_000 });
    return (token) =>
      jwtVerify(token, keys, { algorithms: ['RS256', 'ES256', 'EdDSA', 'PS256'], ...claims });
  }
  const secret = new TextEncoder().encode(config.AUTH_JWT_SECRET);
  return (token) => jwtVerify(token, secret, { algorithms: ['HS256'], ...claims });
}

/** A token that was made for another application, or by another issuer, is refused. */
const expectedClaims = (config: Config) => ({
  requiredClaims: ['sub', 'exp'],
  ...(config.AUTH_JWT_AUDIENCE === undefined ? {} : { audience: config.AUTH_JWT_AUDIENCE }),
  ...(config.AUTH_JWT_ISSUER === undefined ? {} : { issuer: config.AUTH_JWT_ISSUER }),
});

/** The token's own fault; anything else is one of fetching the keys. */
const refusedBy = (cause: unknown): boolean =>
  cause instanceof errors.JOSEError &&
  !(cause instanceof errors.JWKSTimeout) &&
  cause.code !== 'ERR_JOSE_GENERIC';

/** Node reads header bytes as Latin-1. */
const utf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

const callerFrom = (payload: JWTPayload, roleClaim: string): Caller => ({
  owner: ownerName(typeof payload.sub === 'string' ? payload.sub : ''),
  operator: [claimOf(payload, roleClaim)].flat().includes('operator'),
});

/** A claim by its name, or by its path where it stands inside another: `realm_access.roles`. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (name in payload) return payload[name];
  return name
    .split('.')
    .reduce<unknown>(
      (claim, key) =>
        claim !== null && typeof claim === 'object' ? Reflect.get(claim, key) : null,
      payload,
    );
}

function ownerName(name: string): string {
  if (name.length === 0 || name.length > MAX_OWNER_LENGTH) {
    throw new AppError('unauthenticated', {
      message: `The owner's name must have 1 to ${MAX_OWNER_LENGTH} characters.`,
    });
  }
  return name;
}

const bearerToken = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];

export function sessionToken({ headers }: IncomingMessage): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
}
