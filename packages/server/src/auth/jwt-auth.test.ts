import type { IncomingMessage } from 'node:http';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type JwtAuthOptions, jwtAuth } from './jwt-auth.js';

const SECRET = 'a secret of at least thirty-two characters';

async function identify(options: Partial<JwtAuthOptions>, claims: object) {
  const token = await new SignJWT({ sub: 'ann', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  // only its headers are looked at
  const req = { headers: { authorization: `Bearer ${token}` } } as IncomingMessage;
  return jwtAuth({ ...options, secret: SECRET })(req);
}

const AUDIENCE = { audience: 'longshore' };
const ISSUER = { issuer: 'https://login.example.com' };

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
  await expect(identify(env, claims)).resolves.toEqual({ owner: 'ann' });
});

test.each([
  ['role', { role: 'operator' }],
  ['realm_access.roles', { realm_access: { roles: ['user', 'operator'] } }],
  ['https://example.com/role', { 'https://example.com/role': 'operator' }],
])('an operator is told by the claim %s', async (roleClaim, claims) => {
  await expect(identify({ roleClaim }, claims)).resolves.toEqual({
    owner: 'ann',
    role: 'operator',
  });
  await expect(identify({ roleClaim }, { other: 'operator' })).resolves.toEqual({
    owner: 'ann',
  });
});

test('another claim than the one that was named gives no role', async () => {
  await expect(identify({ roleClaim: 'groups' }, { role: 'operator' })).resolves.toEqual({
    owner: 'ann',
  });
});

test('tenant and claims are told as they are named, and no other claim is', async () => {
  const claims = { tenant: 'acme', org: { unit: 'Nord' }, email: 'ann@example.com' };
  await expect(identify({}, claims)).resolves.toEqual({ owner: 'ann', tenant: 'acme' });
  const options = { tenantClaim: 'org.unit', claims: ['org.unit', 'phone'] };
  await expect(identify(options, claims)).resolves.toEqual({
    owner: 'ann',
    tenant: 'Nord',
    claims: { 'org.unit': 'Nord' },
  });
});

test('of several roles the operator’s is told, else the first', async () => {
  await expect(identify({}, { role: ['clerk', 'hr'] })).resolves.toMatchObject({ role: 'clerk' });
  await expect(identify({}, { role: 7 })).resolves.toEqual({ owner: 'ann' });
});
