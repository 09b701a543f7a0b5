import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type ConnectionLimits, type Listening, type ListenOptions, listen } from './listen.js';

const LIMITS = {
  headersMs: 300,
  silentMs: 20_000,
  requestMs: 60_000,
  minBytesPerSecond: 1_000,
  windowMs: 300,
};

let server: Listening | null = null;
afterEach(() => server?.close());

/** A server that answers with the length of the body, once all of it is read. */
async function start(
  readAfterMs = 0,
  caps: Partial<ListenOptions> = {},
  limits: ConnectionLimits = LIMITS,
): Promise<Socket> {
  server = await listen(
    async (req, res) => {
      if (readAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, readAfterMs));
      res.end(String((await text(req).catch(() => '')).length));
    },
    { port: 0, host: '127.0.0.1', ...caps },
    limits,
  );
  return again();
}

/** Another connection to the same server. */
async function again(): Promise<Socket> {
  const { hostname, port } = new URL(server?.address ?? '');
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // the server may reset what it refuses
  await once(socket, 'connect');
  return socket;
}

const head = (length: number) =>
  `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

/** Sends `piece` again and again until `count` were sent or the connection is gone. */
async function drip(socket: Socket, piece: string, everyMs: number, count: number): Promise<void> {
  for (let sent = 0; sent < count && !socket.destroyed; sent++) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

test('headers that do not end are answered 408 and the connection closes', async () => {
  const socket = await start();
  const answer = answerOf(socket);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  void drip(socket, 'X-Slow: 1\r\n', 100, 100);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('a body of a few bytes a second is answered 408 with a code and the connection closes', async () => {
  const socket = await start();
  const answer = answerOf(socket);
  socket.write(head(100_000));
  void drip(socket, 'x', 50, 1_000);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*"code":"request_too_slow"/s);
});

test('a slow but honest body goes through, however long it takes', async () => {
  const socket = await start();
  const answer = answerOf(socket);
  socket.write(head(40 * 500));
  await drip(socket, 'x'.repeat(500), 50, 40);
  expect(await answer).toMatch(/^HTTP\/1\.1 200 .*20000$/s);
});

test('a body that waits for this side to read it is not called slow', async () => {
  const socket = await start(1_500);
  const answer = answerOf(socket);
  socket.write(head(5_000));
  socket.write('x'.repeat(5_000));
  expect(await answer).toMatch(/^HTTP\/1\.1 200 .*5000$/s);
});

test('a body that comes fast enough still ends by the bound of a whole request', async () => {
  const socket = await start(0, {}, { ...LIMITS, requestMs: 900, headersMs: 300 });
  const answer = answerOf(socket);
  socket.write(head(1_000_000));
  void drip(socket, 'x'.repeat(500), 50, 200);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
});

/** Whether the server keeps the connection and answers on it. */
async function isServed(socket: Socket): Promise<boolean> {
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return String(answer).startsWith('HTTP/1.1 200');
}

test.each([
  ['of one address', { maxConnectionsPerAddress: 2 }, 'MAX_CONNECTIONS_PER_ADDRESS'],
  ['in all', { maxConnections: 2 }, 'MAX_CONNECTIONS'],
])(
  'connections %s beyond the cap are closed, the log says so once, and a free place is taken',
  async (_, caps, named) => {
    const warnings: string[] = [];
    const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
    const first = await start(0, { ...caps, log });
    const second = await again();
    expect([await isServed(first), await isServed(second)]).toEqual([true, true]);
    for (let n = 0; n < 2; n++) expect(await isServed(await again())).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(`(${named})`)]);
    first.end();
    await expect.poll(async () => isServed(await again()), { timeout: 5_000 }).toBe(true);
    second.end();
  },
);
