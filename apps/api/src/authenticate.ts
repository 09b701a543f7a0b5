/** The sign-in that the environment asks for. */
import { type Authenticate, devAuth, jwtAuth } from '@longshore/server';
import type { Config } from './config.js';

export function authenticateBy(config: Config): Authenticate {
  if (config.AUTH_MODE === 'dev') return devAuthAs(config.DEV_ROLE);
  const { AUTH_JWT_AUDIENCE: audience, AUTH_JWT_ISSUER: issuer } = config;
  const claims = {
    audience,
    issuer,
    roleClaim: config.AUTH_ROLE_CLAIM,
    tenantClaim: config.AUTH_TENANT_CLAIM,
    claims: config.AUTH_CLAIMS,
  };
  return config.AUTH_JWKS_URL === undefined
    ? jwtAuth({ ...claims, secret: config.AUTH_JWT_SECRET ?? '' }) // readConfig demands one of both
    : jwtAuth({ ...claims, jwksUrl: config.AUTH_JWKS_URL });
}

/** `role`: of a caller whose call names none. */
function devAuthAs(role: string | undefined): Authenticate {
  if (role === undefined) return devAuth;
  return async (req) => {
    const caller = await devAuth(req);
    return caller === null ? null : { role, ...caller };
  };
}
