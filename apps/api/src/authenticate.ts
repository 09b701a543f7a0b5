/** The sign-in that the environment asks for. */
import { type Authenticate, devAuth, jwtAuth } from '@longshore/server';
import type { Config } from './config.js';

export function authenticateBy(config: Config): Authenticate {
  if (config.AUTH_MODE === 'dev') return devAuth;
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
