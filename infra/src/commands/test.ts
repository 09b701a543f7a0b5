/** `npm test`: every test, never from a cache; vitest's own summary, then the last line `N passed, N failed`. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from '../read-json.js';
import { claimState } from '../state-directory.js';
import type { Command } from './command.js';
import { runNode } from './run-child.js';

/** The part of vitest's JSON report that is used. A file that could not be loaded has no assertions of its own. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

export const test: Command = async ({ root, args, signal, say }) => {
  const report = join(root, '.longshore', `test-report-${process.pid}.json`);
  await mkdir(join(root, '.longshore'), { recursive: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode({ root, args: [vitest, 'run', ...reporters, ...args], signal });
  const result = await readJson<Report>(report);
  await rm(report, { force: true });
  if (code !== 0) await endServices(root);
  say(lastLine(result, code));
  return code;
};

/** A run that was cut off could not stop its services; the next claim ends what it left. */
async function endServices(root: string): Promise<void> {
  const state = await claimState({ root, name: 'test', keep: false });
  await state.release();
}

/** At least one failure when vitest says so, whatever the cause. */
export function lastLine(report: Report | null, code: number): string {
  const brokenFiles =
    report?.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some(failed)) ?? [];
  const failures = (report?.numFailedTests ?? 0) + brokenFiles.length;
  return `${report?.numPassedTests ?? 0} passed, ${code === 0 ? failures : Math.max(failures, 1)} failed`;
}

const failed = ({ status }: { readonly status: string }): boolean => status === 'failed';
