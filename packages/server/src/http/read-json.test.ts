import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { AppError } from '@longshore/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJson } from './read-json.js';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answers what it read, or the code and reason of the refusal. */
const server = createServer((req, res) => {
  readJson(req).then(
    (value) => res.end(JSON.stringify({ value })),
    (error: unknown) =>
      res.end(
        JSON.stringify(
          error instanceof AppError
            ? { code: error.code, ...error.values }
            : { code: String(error) },
        ),
      ),
  );
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port; // a TCP server that listens has one
});
afterAll(() => server.close());

async function send(
  body: RequestInit['body'],
  headers: Record<string, string> = JSON_TYPE,
): Promise<unknown> {
  return (
    await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
    })
  ).json();
}

test('an object and a list are read, in UTF-8, also behind a byte order mark', async () => {
  expect(await send('{"a":"订单"}')).toEqual({ value: { a: '订单' } });
  expect(await send('[1]')).toEqual({ value: [1] });
  expect(await send('\ufeff{}', { 'content-type': 'application/JSON; charset="UTF-8"' })).toEqual({
    value: {},
  });
});

test('no body is undefined, whatever its type', async () => {
  expect(await send(undefined, {})).toEqual({});
  expect(await send('', { 'content-type': 'text/plain' })).toEqual({});
});

test.each(['{"a', '{"a":1} x', '"text"', '1', 'null'])(
  '%s is refused as unreadable',
  async (body) => {
    expect(await send(body)).toMatchObject({ code: 'invalid_request' });
  },
);

test('other forms are refused with what is expected', async () => {
  expect(await send('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
    expected: 'application/json',
  });
  expect(await send('{}', { 'content-type': 'text/json' })).toMatchObject({
    code: 'unsupported_media_type',
  });
  expect(await send('{}', { 'content-type': 'application/json; charset=gb2312' })).toMatchObject({
    expected: 'JSON in UTF-8',
  });
  expect(await send(gzipSync('{}'), { ...JSON_TYPE, 'content-encoding': 'gzip' })).toMatchObject({
    expected: 'JSON in UTF-8',
  });
});

test('256 KiB are read, one byte more is refused, with or without a stated length', async () => {
  const sized = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
  expect(await send(sized(256 * 1_024))).toHaveProperty('value');
  const tooLarge = { code: 'payload_too_large', maxBytes: 256 * 1_024 };
  expect(await send(sized(256 * 1_024 + 1))).toEqual(tooLarge);
  expect(await sendChunked(sized(2_000_000))).toContain(JSON.stringify(tooLarge));
});

test('a body that breaks off is refused, not waited for', async () => {
  const refusal = new Promise((resolve) => {
    server.once('request', (req) => readJson(req).catch(resolve));
  });
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a"',
    () => socket.destroy(),
  );
  expect(await refusal).toMatchObject({
    code: 'invalid_request',
    values: { reason: 'the body broke off' },
  });
});

async function sendChunked(body: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const head =
    'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
  socket.write(`${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  return text(socket);
}
