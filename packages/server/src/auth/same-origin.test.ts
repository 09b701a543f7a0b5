import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originCheck } from './same-origin.js';

const COOKIE = { cookie: 'other=1; longshore_session=abc' };

let check: (req: IncomingMessage) => void;
const server = createServer((req, res) => {
  try {
    check(req);
    res.end('taken');
  } catch {
    res.end('refused');
  }
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
});
afterAll(() => server.close());

const call = async (headers: Record<string, string>, method = 'POST') =>
  (await fetch(url, { method, headers })).text();

test('without a session cookie, and for a GET, the origin does not matter', async () => {
  check = originCheck(null);
  expect(await call({ origin: 'https://evil.example' })).toBe('taken');
  expect(await call({ ...COOKIE, origin: 'https://evil.example' }, 'GET')).toBe('taken');
});

test('a call that changes anything is taken with the cookie from its own host only', async () => {
  check = originCheck(null);
  expect(await call({ ...COOKIE, origin: url })).toBe('taken');
  for (const origin of [undefined, 'null', 'https://evil.example', url.replace('http:', 'https:')])
    expect(await call({ ...COOKIE, ...(origin === undefined ? {} : { origin }) }), origin).toBe(
      'refused',
    );
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    expect(await call({ ...COOKIE, origin: 'https://evil.example' }, method)).toBe('refused');
});

test('a proxy of the private network says what the browser spoke', async () => {
  check = originCheck(null);
  const secure = url.replace('http:', 'https:');
  expect(await call({ ...COOKIE, origin: secure, 'x-forwarded-proto': 'https, http' })).toBe(
    'taken',
  );
  expect(await call({ ...COOKIE, origin: url, 'x-forwarded-proto': 'https' })).toBe('refused');
});

test('with a public address, that alone counts', async () => {
  check = originCheck('https://tasks.example');
  expect(await call({ ...COOKIE, origin: 'https://tasks.example' })).toBe('taken');
  expect(await call({ ...COOKIE, origin: url })).toBe('refused');
});
