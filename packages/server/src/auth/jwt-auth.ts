/** Authentication by JSON Web Tokens, and by plain headers on a developer's own machine. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@longshore/contract';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Authenticate, Caller } from './caller.js';
import { cacheVerified } from './token-cache.js';

const SESSION_COOKIE = 'longshore_session';

/** How tokens are verified: by a shared secret, or by the keys that an issuer publishes. */
export type JwtAuthOptions = {
  /** `aud` that a token must carry. Default: any. */
  readonly audience?: string | undefined;
  /** `iss` that a token must carry. Default: any. */
  readonly issuer?: string | undefined;
  /** Claim that holds the role, or a path to it: `realm_access.roles`. Default `role`. */
  readonly roleClaim?: string | undefined;
  /** Claim that holds the tenant, or a path to it. Default `tenant`. */
  readonly tenantClaim?: string | undefined;
  /** Claims that `allow` of a type, masks and executors are told. Default: none. */
  readonly claims?: readonly string[] | undefined;
} & (
  | { /** For HS256, 32 characters or more. */ readonly secret: string }
  | { /** Address of a JSON Web Key Set. */ readonly jwksUrl: string }
);

/**
 * Authenticates by a JSON Web Token (RFC 7519) from the Authorization header or the cookie
 * `longshore_session`; its `sub` is the owner. The function throws AppError unauthenticated for a
 * token that is refused, sign_in_unavailable when the keys cannot be fetched.
 */
export function jwtAuth(options: JwtAuthOptions): Authenticate {
  const verify = verifier(options);
  const callerWith = cacheVerified(async (token) => {
    const { payload } = await verify(token).catch((cause: unknown) => {
      throw refusedBy(cause)
        ? new AppError('unauthenticated', { message: 'The session token was refused.', cause })
        : new AppError('sign_in_unavailable', { cause });
    });
    const holder = callerFrom(payload, options);
    return { holder, expiresAt: (payload.exp ?? 0) * 1_000 };
  });
  return async (req) => {
    const token = bearerToken(req) ?? sessionToken(req);
    return token === undefined ? null : callerWith(token);
  };
}

/**
 * For a developer's own machine: the owner is the header `X-Owner`, else `demo`; role by `X-Role`,
 * tenant by `X-Tenant`, claims by `X-Claims` as a JSON object.
 */
export const devAuth: Authenticate = ({ headers }: IncomingMessage) => ({
  owner: utf8(String(headers['x-owner'] ?? 'demo')),
  ...(headers['x-role'] === undefined ? {} : { role: String(headers['x-role']) }),
  ...(headers['x-tenant'] === undefined ? {} : { tenant: utf8(String(headers['x-tenant'])) }),
  ...(headers['x-claims'] === undefined ? {} : { claims: claimsIn(String(headers['x-claims'])) }),
});

/** Throws AppError unauthenticated. */
function claimsIn(header: string): Record<string, unknown> {
  const refused = (cause?: unknown) =>
    new AppError('unauthenticated', { message: 'X-Claims is no JSON object.', cause });
  let claims: unknown;
  try {
    claims = JSON.parse(utf8(header));
  } catch (cause) {
    throw refused(cause);
  }
  if (claims === null || typeof claims !== 'object' || Array.isArray(claims)) throw refused();
  return { ...claims };
}

function verifier(options: JwtAuthOptions): (token: string) => Promise<JWTVerifyResult> {
  const claims = expectedClaims(options);
  if ('jwksUrl' in options) {
    const keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: 2_000 });
    return (token) =>
      jwtVerify(token, keys, { algorithms: ['RS256', 'ES256', 'EdDSA', 'PS256'], ...claims });
  }
  const secret = new TextEncoder().encode(options.secret);
  return (token) => jwtVerify(token, secret, { algorithms: ['HS256'], ...claims });
}

/** A token that was made for another application, or by another issuer, is refused. */
const expectedClaims = ({ audience, issuer }: JwtAuthOptions) => ({
  requiredClaims: ['sub', 'exp'],
  ...(audience === undefined ? {} : { audience }),
  ...(issuer === undefined ? {} : { issuer }),
});

/** The token's own fault; anything else is one of fetching the keys. */
const refusedBy = (cause: unknown): boolean =>
  cause instanceof errors.JOSEError &&
  !(cause instanceof errors.JWKSTimeout) &&
  cause.code !== 'ERR_JOSE_GENERIC';

/** Node reads header bytes as Latin-1. */
const utf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

function callerFrom(
  payload: JWTPayload,
  { roleClaim = 'role', tenantClaim = 'tenant', claims = [] }: Partial<JwtAuthOptions>,
): Caller {
  const role = roleIn([claimOf(payload, roleClaim)].flat());
  const tenant = claimOf(payload, tenantClaim);
  const told = claims.flatMap((name) => {
    const value = claimOf(payload, name);
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  return {
    owner: payload.sub ?? '',
    ...(role === undefined ? {} : { role }),
    ...(typeof tenant === 'string' ? { tenant } : {}),
    ...(told.length === 0 ? {} : { claims: Object.fromEntries(told) }),
  };
}

/** Of several roles the operator's, else the first. */
const roleIn = (roles: readonly unknown[]): string | undefined =>
  roles.includes('operator')
    ? 'operator'
    : roles.find((role): role is string => typeof role === 'string');

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

const bearerToken = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];

export function sessionToken({ headers }: IncomingMessage): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
}
