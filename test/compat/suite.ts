/** Plays a suite of the tests against a server and tells what did not pass. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SuiteResult {
  readonly passed: number;
  readonly all: number;
  /** Names of tests. */
  readonly failed: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** `what`: a project and its test files. */
export async function playSuite(
  what: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<SuiteResult> {
  const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
  const file = join(tmpdir(), `longshore-compat-${process.pid}.json`);
  const report = ['--reporter', 'json', '--outputFile', file];
  const args = [join(dirname(vitest), 'vitest.mjs'), 'run', '--project', ...what, ...report];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'close');
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  rmSync(file);
  const tests = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed');
  const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  return { passed: tests.length - failed.length, all: tests.length, failed };
}
