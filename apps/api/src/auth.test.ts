import type { IncomingMessage } from 'node:http';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { identifyBy } from './auth.js';
import { readConfig } from './config.js';

const SECRET = 'a secret of at least thirty-two characters';

function identify(env: Readonly<Record<string, string>>, claims: object) {
  const config = readConfig({ REDIS_URL: 'redis://127.0.0.1', AUTH_JWT_SECRET: SECRET, ...env });
  return new SignJWT({ sub: 'ann', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))
    .then((token) =>
      // only its headers are looked at
      identifyBy(config)({ headers: { authorization: `Bearer ${token}` } } as IncomingMessage),
    );
}

const AUDIENCE = { AUTH_JWT_AUDIENCE: 'longshore' };
const ISSUER = { AUTH_JWT_ISSUER: 'https://login.example.com' };

test.each([
  ['of another audience', AUDIENCE, { aud: 'payroll' }],
  ['without an audience', AUDIENCE, {}],
  ['of another issuer', ISSUER, { iss: 'https://other.example.com' }],
  ['without an issuer', ISSUER, {}],
])('a token %s is refused', async (_what, env, claims) => {
  await expect(identify(env, claims)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test.each([
  ['of one audience', AUDIENCE, { aud: 'longshore' }],
  ['of several audiences, ours among them', AUDIENCE, { aud: ['payroll', 'longshore'] }],
  ['of our issuer', ISSUER, { iss: 'https://login.example.com' }],
  ['of any application, where none is named', {}, { aud: 'payroll', iss: 'anyone' }],
])('a token %s is taken', async (_what, env, claims) => {
  await expect(identify(env, claims)).resolves.toEqual({ owner: 'ann', operator: false });
});

test.each([
  ['role', { role: 'operator' }],
  ['realm_access.roles', { realm_access: { roles: ['user', 'operator'] } }],
  ['https://example.com/role', { 'https://example.com/role': 'operator' }],
])('an operator is told by the claim %s', async (AUTH_ROLE_CLAIM, claims) => {
  await expect(identify({ AUTH_ROLE_CLAIM }, claims)).resolves.toMatchObject({ operator: true });
  await expect(identify({ AUTH_ROLE_CLAIM }, { other: 'operator' })).resolves.toMatchObject({
    operator: false,
  });
});

test('another claim than the one that was named gives no role', async () => {
  await expect(
    identify({ AUTH_ROLE_CLAIM: 'groups' }, { role: 'operator' }),
  ).resolves.toMatchObject({ operator: false });
});
