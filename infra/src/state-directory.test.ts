/**
 * A state directory belongs to one living process; what a killed one left is ended by the next
 * claim.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProcessRecord, processIdentity } from './process-identity.js';
import { claimState } from './state-directory.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longshore-state-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const claim = (keep = true) => claimState({ root, name: 'start', keep });

test('runs at the same time get directories of their own', async () => {
  const states = await Promise.all(Array.from({ length: 8 }, () => claim()));
  expect(new Set(states.map(({ dir }) => dir)).size).toBe(8);
  expect(states.map(({ dir }) => dir).sort()[0]).toBe(join(root, '.longshore', 'state', 'start-1'));
});

test('a kept directory is found again with what it held, another one begins empty', async () => {
  for (const keep of [true, false]) {
    const first = await claim(keep);
    writeFileSync(join(first.dir, 'data'), 'kept');
    await first.release();
    const second = await claim(keep);
    expect(second.dir).toBe(first.dir);
    expect(existsSync(join(second.dir, 'data'))).toBe(keep);
    await second.release();
  }
});

test('what a killed run left running is ended by the next claim', async () => {
  const left = await leaveBehind();
  expect(processIdentity(left.pid)).toBe(left.identity);
  const state = await claim();
  expect(state.dir).toBe(left.dir);
  expect(processIdentity(left.pid)).toBeNull();
});

/** A process that claims a directory, starts a server there and is killed by SIGKILL. */
async function leaveBehind(): Promise<ProcessRecord & { dir: string }> {
  const script = `
    import { claimState } from ${JSON.stringify(new URL('./state-directory.ts', import.meta.url).href)};
    import { startProcess } from ${JSON.stringify(new URL('./server-process.ts', import.meta.url).href)};
    const state = await claimState({ root: ${JSON.stringify(root)}, name: 'start', keep: true });
    await startProcess({ ...state, name: 'sleeper', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] });
    console.log(state.dir);
    setInterval(() => {}, 1000);`;
  const file = join(root, 'leave-behind.mts');
  writeFileSync(file, script);
  const tsx = spawnSync(process.execPath, ['-p', 'require.resolve("tsx")'], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  }).stdout.trim();
  const parent = spawn(process.execPath, ['--import', tsx, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const dir = String(said).trim();
  // written by startProcess
  return {
    dir,
    ...(JSON.parse(await readFile(join(dir, 'sleeper.pid.json'), 'utf8')) as ProcessRecord),
  };
}
