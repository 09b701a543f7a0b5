import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { endProcess, processIdentity } from './process-identity.js';

let child: ChildProcess;
afterEach(() => child?.kill('SIGKILL'));

async function startIdle(program = 'setInterval(() => {}, 1000)'): Promise<number> {
  child = spawn(process.execPath, ['-e', `${program}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child.pid ?? 0;
}

test('a process keeps its identity, and loses it when it ends', async () => {
  const pid = await startIdle();
  const identity = processIdentity(pid);
  expect(identity).toMatch(/\S/);
  expect(processIdentity(pid)).toBe(identity);
  await endProcess({ pid, identity: identity ?? '', stopSignal: 'SIGTERM' }, 5_000);
  expect(processIdentity(pid)).toBeNull();
});

test('a process that ignores its stop signal is killed after the grace', async () => {
  const pid = await startIdle(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`);
  await endProcess({ pid, identity: processIdentity(pid) ?? '', stopSignal: 'SIGTERM' }, 100);
  expect(processIdentity(pid)).toBeNull();
});

test('another process that got the pid of a recorded one is left alone', async () => {
  const pid = await startIdle();
  await endProcess({ pid, identity: 'an earlier boot 42', stopSignal: 'SIGKILL' }, 100);
  expect(processIdentity(pid)).not.toBeNull();
});
