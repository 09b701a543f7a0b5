import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, onFreePort } from './free-port.js';

test('a free port can be listened on', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  server.close();
});

test('a start that finds its port taken gets another one', async () => {
  const tried: number[] = [];
  const result = await onFreePort(async (port) => {
    tried.push(port);
    if (tried.length < 3) throw new Error('bind: Address already in use');
    return port;
  });
  expect(tried).toHaveLength(3);
  expect(result).toBe(tried[2]);
});

test('any other failure is not tried again', async () => {
  let tries = 0;
  const start = onFreePort(async () => {
    tries += 1;
    throw new Error('no such file');
  });
  await expect(start).rejects.toThrow('no such file');
  expect(tries).toBe(1);
});
