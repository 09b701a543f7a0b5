/** One at a time, and no lock outlives its holder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './file-lock.js';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-lock-'));
  file = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('two pieces of work never run at the same time', async () => {
  let running = 0;
  const work = async () => {
    running += 1;
    expect(running).toBe(1);
    for (let n = 0; n < 20; n++) await turn();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 3 }, () => withLock(file, work)));
  expect(readdirSync(dir)).toEqual([]);
});

test('work that fails gives the lock back', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});

test('the lock of a dead process is taken over', async () => {
  const { pid } = spawnSync('true');
  writeFileSync(file, JSON.stringify({ pid, identity: 'long ago' }));
  expect(await withLock(file, async () => 'done')).toBe('done');
});
