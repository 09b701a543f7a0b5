/** The whole stack as `npm start` runs it, on a small shop. Runs the built apps. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processIdentity } from './process-identity.js';
import { type Stack, startStack } from './stack.js';
import { waitUntil } from './wait-until.js';

const CLONE = fileURLToPath(new URL('../../', import.meta.url));
const SMALL = { PATH: process.env.PATH, HOME: process.env.HOME, SHOP_ORDERS: '100' };

let root: string;
let stacks: Stack[];
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longshore-stack-'));
  for (const folder of ['apps', 'node_modules'])
    symlinkSync(join(CLONE, folder), join(root, folder));
  stacks = [];
  said = [];
});
afterEach(async () => {
  await Promise.all(stacks.map((stack) => stack.stop()));
  rmSync(root, { recursive: true, force: true });
});

async function start(
  env: NodeJS.ProcessEnv = {},
  signal = new AbortController().signal,
): Promise<Stack> {
  const say = (line: string) => said.push(line);
  const stack = await startStack({
    root,
    name: 'start',
    keep: false,
    workers: 1,
    say,
    signal,
    env: { ...SMALL, ...env },
  });
  stacks.push(stack);
  return stack;
}

describe.runIf(existsSync(join(CLONE, 'apps/api/dist/main.js')))('the local stack', () => {
  test('two side by side have addresses and processes of their own, and leave nothing', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.address).not.toBe(other.address);
    expect((await fetch(`${one.address}/readyz`)).status).toBe(200);
    expect((await fetch(`${other.address}/readyz`)).status).toBe(200);
    const pids = [...one.processes(), ...other.processes()].map(({ pid }) => pid);
    expect(new Set(pids).size).toBe(pids.length);
    await Promise.all([one.stop(), other.stop()]);
    expect(pids.filter((pid) => processIdentity(pid) !== null)).toEqual([]);
  });

  test('a worker and an API that die are told, and come back at the same place', async () => {
    const stack = await start();
    for (const { name, pid } of stack
      .processes()
      .filter((each) => ['api', 'worker 1'].includes(each.name))) {
      process.kill(pid, 'SIGKILL');
      await waitUntil(() => said.some((line) => line.startsWith(`${name} pid `)), {
        what: `${name} to be started again`,
      });
    }
    expect(said.filter((line) => line.includes('SIGKILL'))).toHaveLength(2);
    const ready = () =>
      fetch(`${stack.address}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
    await waitUntil(ready, { what: 'the new API to be ready' });
  });

  test('API and worker start anew at the same place, and nothing is told as a fault', async () => {
    const stack = await start();
    const pids = () => stack.processes().map(({ pid }) => pid);
    const before = pids();
    said.length = 0;
    await stack.restartApps();
    const after = pids();
    expect(after.slice(2)).toEqual(before.slice(2)); // what they stand on
    for (const pid of before.slice(0, 2)) expect(after).not.toContain(pid);
    expect(said).toEqual([expect.stringMatching(/pid/), expect.stringMatching(/pid/)]);
    await waitUntil(async () => (await fetch(`${stack.address}/readyz`).catch(() => null))?.ok, {
      what: 'the API at the address that it had',
    });
  });

  test('a set but taken PORT is one sentence, and nothing is left running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo; // it listens on TCP
    await expect(start({ PORT: String(port) })).rejects.toThrow(
      /PORT: 127\.0\.0\.1:\d+ cannot be taken/,
    );
    other.close();
    expect(existsSync(join(root, '.longshore/state/start-1'))).toBe(false);
  });

  test('a bad variable is named', async () => {
    await expect(start({ TASK_TTL_MS: 'soon' })).rejects.toThrow(/TASK_TTL_MS/);
  });

  test('an abort while it starts stops what was started', async () => {
    const stop = new AbortController();
    const starting = start({}, stop.signal);
    const log = join(root, '.longshore/logs/start-1/redis.log');
    await waitUntil(() => existsSync(log) && readFileSync(log, 'utf8').length > 0, {
      what: 'Redis to start',
    });
    stop.abort();
    await expect(starting).rejects.toThrow();
    expect(existsSync(join(root, '.longshore/state/start-1'))).toBe(false);
  });
});
