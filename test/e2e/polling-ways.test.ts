/**
 * A poll is answered in front of Express; the address with a slash behind it goes through Express.
 * A caller can tell no difference.
 */
import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

const SECRET = 'a secret of at least thirty-two characters';
const LIMIT = 60;
const WAYS = ['/api/getTaskStatus', '/api/getTaskStatus/'] as const;
const JSON_TYPE = { 'content-type': 'application/json' };

let system: System;
let taskId: string;
beforeAll(async () => {
  const env = {
    AUTH_MODE: 'jwt',
    AUTH_JWT_SECRET: SECRET,
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
    SHOP_ORDERS: '10',
  };
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 0, env });
  taskId = (await system.registerExport({ type: 'orders' }, { headers: await bearer('ann') })).body
    .taskId;
  // past the quick answers
  for (let i = 0; i < 4; i++) await system.status({ taskId }, { headers: await bearer('ann') });
});
afterAll(() => system?.stop());

const token = (sub: string, secret = SECRET) =>
  new SignJWT({ sub })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
const bearer = async (sub: string, secret = SECRET) => ({
  authorization: `Bearer ${await token(sub, secret)}`,
});
const cookie = async (sub: string) => ({ cookie: `longshore_session=${await token(sub)}` });

interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly method?: string;
}

/** All of an answer but what differs by nature: the time, and the ETag that Express adds. */
async function ask(path: string, { headers = {}, body, method = 'POST' }: Call) {
  const answer = await fetch(system.url + path, {
    method,
    headers: { 'x-request-id': 'one-call', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const told = [...answer.headers].filter(([name]) => !['date', 'etag'].includes(name));
  return { status: answer.status, headers: Object.fromEntries(told), body: await answer.text() };
}

const polls: Record<string, [status: number, call: () => Promise<Call>]> = {
  'a task by its id': [
    200,
    async () => ({
      headers: { ...JSON_TYPE, ...(await bearer('ann')) },
      body: JSON.stringify({ taskId }),
    }),
  ],
  'a task by its type, in Chinese': [
    200,
    async () => ({
      headers: { ...JSON_TYPE, ...(await bearer('ann')), 'accept-language': 'zh-CN,zh;q=0.9' },
      body: '{"type":"orders"}',
    }),
  ],
  'no task': [
    200,
    async () => ({
      headers: { ...JSON_TYPE, ...(await bearer('ben')) },
      body: JSON.stringify({ taskId }),
    }),
  ],
  'a type that cannot be': [
    422,
    async () => ({ headers: { ...JSON_TYPE, ...(await bearer('ann')) }, body: '{"type":"O"}' }),
  ],
  'no body': [422, async () => ({ headers: await bearer('ann') })],
  'broken JSON': [
    400,
    async () => ({ headers: { ...JSON_TYPE, ...(await bearer('ann')) }, body: '{"a' }),
  ],
  'another type of body': [
    415,
    async () => ({
      headers: { 'content-type': 'text/plain', ...(await bearer('ann')) },
      body: '{}',
    }),
  ],
  'a compressed body': [
    415,
    async () => ({
      headers: { ...JSON_TYPE, 'content-encoding': 'gzip', ...(await bearer('ann')) },
      body: new Uint8Array(gzipSync('{}')),
    }),
  ],
  'a large body': [
    413,
    async () => ({
      headers: { ...JSON_TYPE, ...(await bearer('ann')) },
      body: `{"a":"${'x'.repeat(300_000)}"}`,
    }),
  ],
  'no token': [401, async () => ({ headers: JSON_TYPE, body: '{"type":"orders"}' })],
  'a forged token': [
    401,
    async () => ({
      headers: { ...JSON_TYPE, ...(await bearer('ann', `${SECRET}!`)) },
      body: '{"type":"orders"}',
    }),
  ],
  'a session cookie without an origin': [
    403,
    async () => ({
      headers: { ...JSON_TYPE, ...(await cookie('ann')) },
      body: '{"type":"orders"}',
    }),
  ],
  'a session cookie from this site': [
    200,
    async () => ({
      headers: { ...JSON_TYPE, ...(await cookie('ann')), origin: system.url },
      body: '{"type":"orders"}',
    }),
  ],
  'a session cookie from this site behind a proxy that ends TLS': [
    200,
    async () => ({
      headers: {
        ...JSON_TYPE,
        ...(await cookie('ann')),
        origin: system.url.replace('http:', 'https:'),
        'x-forwarded-proto': 'https',
      },
      body: '{"type":"orders"}',
    }),
  ],
  'a GET': [405, async () => ({ method: 'GET', headers: await bearer('ann') })],
};

test.each(Object.entries(polls))('%s: the same answer both ways', async (_what, [status, call]) => {
  const [first, second] = [await ask(WAYS[0], await call()), await ask(WAYS[1], await call())];
  expect(first.status).toBe(status);
  expect(first).toEqual(second);
  expect(first.headers['x-request-id']).toBe('one-call');
  expect(first.headers['content-security-policy']).toContain("default-src 'self'");
  expect(first.headers).not.toHaveProperty('x-powered-by');
});

test('calls both ways count against one limit', async () => {
  const call = {
    headers: { ...JSON_TYPE, ...(await bearer('greedy')) },
    body: '{"type":"orders"}',
  };
  const answers = await Promise.all(
    Array.from({ length: LIMIT }, (_, i) => ask(WAYS[i % 2] ?? WAYS[0], call)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: LIMIT }, () => 200));
  for (const way of WAYS) {
    const { status, headers, body } = await ask(way, call);
    expect([status, JSON.parse(body).code]).toEqual([429, 'rate_limited']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
});

test('both ways are one route to the metrics', async () => {
  const { body } = await system.call<string>('/metrics');
  const counted =
    /longshore_http_seconds_count\{method="POST",route="\/getTaskStatus",status="200"\} (\d+)/.exec(
      body,
    )?.[1];
  expect(Number(counted)).toBeGreaterThanOrEqual(LIMIT);
});

test('while Redis stands still both ways are 503 with Retry-After', async () => {
  const call = {
    headers: { ...JSON_TYPE, ...(await bearer('cut-off')) },
    body: '{"type":"orders"}',
  };
  system.signalRedis('SIGSTOP');
  try {
    const [first, second] = await Promise.all([ask(WAYS[0], call), ask(WAYS[1], call)]);
    expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(first).toEqual(second);
  } finally {
    system.signalRedis('SIGCONT');
  }
});
