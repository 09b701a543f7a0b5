/**
 * Random commands against the reference model of a task's life; npm test has 500 of these lives.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../fault.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** On a single Redis, and as many on a Cluster. */
const LIVES = 5_000;

export default {
  does: 'Random registrations, claims, outcomes, zombies, crashes and clock jumps reach the Lua.',
  promises: 'Store and reference model tell the same after each command.',
  isLengthy: true,
  run: async () => {
    const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
    const args = ['run', '--project', 'tasks', 'src/task-life.test.ts', '--reporter', 'dot'];
    const child = spawn(process.execPath, [join(dirname(vitest), 'vitest.mjs'), ...args], {
      cwd: ROOT,
      env: { ...process.env, LIFE_RUNS: String(LIVES) },
      stdio: 'inherit',
    });
    const [code] = await once(child, 'close');
    return {
      runs: LIVES * 2,
      measured:
        code === 0 ? 'no difference' : 'a difference, with the commands that lead to it above',
      holds: code === 0,
    };
  },
} satisfies Fault;
