/** Plays a suite of the tests against a server and tells what did not pass. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SuiteResult {
  readonly passed: number;
  readonly all: number;
  /** Names of tests, and of files that broke off before their tests. */
  readonly failed: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
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
  return resultOf(testResults);
}

/** A file that broke off has skipped its tests: none of them may be left out of the count. */
export function resultOf(files: Report['testResults']): SuiteResult {
  const brokeOff = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const tests = files.flatMap((file) =>
    file.assertionResults.filter(
      ({ status }) => ['passed', 'failed'].includes(status) || brokeOff.includes(file),
    ),
  );
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  const ends = brokeOff.map(({ name, message }) => `${basename(name)} broke off ${message}`.trim());
  return { passed, all: tests.length, failed: [...failed, ...ends] };
}
