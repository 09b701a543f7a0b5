/** Limits that several API processes share: calls of an owner, and guesses of a network address. */
import { waitUntil } from '@longshore/infra';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rawCall } from '../support/raw-call.js';
import { type RunningApi, type System, startSystem } from '../support/system.js';

const SECRET = 'a secret of at least thirty-two characters';
const CALLS = 100;
const FAILURES = 20;

let system: System;
let other: RunningApi;
beforeAll(async () => {
  const env = {
    AUTH_MODE: 'jwt',
    AUTH_JWT_SECRET: SECRET,
    RATE_LIMIT_PER_MINUTE: String(CALLS),
    FAILURE_LIMIT_PER_MINUTE: String(FAILURES),
    SHOP_ORDERS: '10',
  };
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 0, env });
  other = await system.startApi();
});
afterAll(() => system?.stop());

const bearer = async (sub: string, secret = SECRET) => {
  const token = await new SignJWT({ sub })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
  return { authorization: `Bearer ${token}` };
};
/** A call that a proxy passes on. */
const statusAt = async (api: string, path: string, address: string, headers = {}) =>
  (await rawCall(api + path, { headers: { 'x-forwarded-for': address, ...headers } })).status;

test('calls of an owner at one API count at every other', async () => {
  const headers = await bearer('greedy');
  const list = (api: string) => statusAt(api, '/api/tasks', '198.51.100.1', headers);
  for (let n = 0; n < CALLS; n++) expect(await list(system.url)).toBe(200);
  expect(await list(system.url)).toBe(429);
  let taken = 0;
  await waitUntil(
    async () => {
      if ((await list(other.url)) === 429) return true;
      taken += 1;
      return null;
    },
    { what: 'the other API to refuse', timeoutMs: 10_000 },
  );
  expect(taken).toBeLessThan(CALLS);
  const refused = await rawCall<{ code: string }>(`${other.url}/api/tasks`, { headers });
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('guessed tokens of an address are refused unasked, at every API; who was admitted goes on', async () => {
  const address = '198.51.100.2';
  const [known, late, forged] = [
    await bearer('known'),
    await bearer('late'),
    await bearer('known', `${SECRET}!`),
  ];
  const list = (headers: object, from = address, api = system.url) =>
    statusAt(api, '/api/tasks', from, headers);
  expect(await list(known)).toBe(200);
  const answers: number[] = [];
  for (let n = 0; n < FAILURES + 5; n++) answers.push(await list(forged));
  expect(answers).toEqual([...Array(FAILURES).fill(401), ...Array(5).fill(429)]);
  expect(await list(late)).toBe(429);
  expect(await list(known)).toBe(200);
  expect(await list(late, '198.51.100.3')).toBe(200);
  await waitUntil(async () => (await list(forged, address, other.url)) === 429, {
    what: 'the other API to refuse',
    timeoutMs: 10_000,
  });
});

test('guessed file addresses of an address are refused', async () => {
  const guess = (from: string) => statusAt(system.url, `/api/files/${'A'.repeat(63)}`, from);
  const answers: number[] = [];
  for (let n = 0; n < FAILURES + 5; n++) answers.push(await guess('198.51.100.4'));
  expect(answers).toEqual([...Array(FAILURES).fill(403), ...Array(5).fill(429)]);
  expect(await guess('198.51.100.5')).toBe(403);
});
