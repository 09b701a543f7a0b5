/**
 * `npm test`: every test, never from a cache; vitest's own summary, then the last line `N passed, N
 * failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from '../read-json.js';
import { runNode } from '../run-child.js';
import { claimState } from '../state-directory.js';
import type { Command } from './command.js';
import type { Counts } from './count-reporter.js';

const COUNT_REPORTER = fileURLToPath(new URL('./count-reporter.js', import.meta.url));

export const test: Command = async ({ root, args, signal, say }) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-counts-'));
  const file = join(folder, 'counts.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['run', '--reporter=default', `--reporter=${COUNT_REPORTER}`, ...args];
  const code = await runNode({
    root,
    args: [vitest, ...options],
    env: { ...process.env, COUNTS_FILE: file },
    signal,
  });
  const counts = await readJson<Counts>(file);
  await rm(folder, { recursive: true, force: true });
  if (code !== 0) await endServices(root);
  say(lastLine(counts, code));
  return code;
};

/** A run that was cut off could not stop its services; the next claim ends what it left. */
async function endServices(root: string): Promise<void> {
  const state = await claimState({ root, name: 'test', keep: false });
  await state.release();
}

/**
 * `counts`: null when the run ended before it could count. At least one failure when vitest says
 * so, whatever the cause.
 */
export function lastLine(counts: Counts | null, code: number): string {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  return `${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`;
}
