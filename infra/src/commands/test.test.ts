/** The last line of `npm test`, also when a run ends in an unusual way. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastLine } from './test.js';

const CLONE = fileURLToPath(new URL('../../../', import.meta.url));
const isBuilt = existsSync(join(CLONE, 'infra/dist/commands/test.js'));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longshore-test-'));
  symlinkSync(join(CLONE, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'vitest.config.mjs'), 'export default {}');
  mkdirSync(join(root, 'src'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the command on a folder of its own that holds these test files. */
function runTests(files: Readonly<Record<string, string>>): {
  lastLine: string | undefined;
  code: number | null;
} {
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(join(root, 'src', name), `import { expect, test } from 'vitest';\n${body}\n`);
  }
  const script = `
    import { test } from ${JSON.stringify(join(CLONE, 'infra/dist/commands/test.js'))};
    const signal = new AbortController().signal;
    process.exitCode = await test({ root: ${JSON.stringify(root)}, args: [], signal, say: console.log });`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    cwd: root,
  });
  return { lastLine: stdout.trimEnd().split('\n').at(-1), code: status };
}

test.runIf(isBuilt)('counts what passed and what failed', () => {
  const passing = `test('a', () => {}); test('b', () => {});`;
  expect(runTests({ 'good.test.mjs': passing })).toEqual({
    lastLine: '2 passed, 0 failed',
    code: 0,
  });
  const failing = `test('c', () => expect(1).toBe(2)); test('d', () => {}); test.skip('e', () => {});`;
  expect(runTests({ 'bad.test.mjs': failing })).toEqual({
    lastLine: '3 passed, 1 failed',
    code: 1,
  });
});

test.runIf(isBuilt)('a file that cannot be loaded counts as a failure', () => {
  expect(
    runTests({
      'good.test.mjs': `test('a', () => {});`,
      'broken.test.mjs': `throw new Error('no');`,
    }),
  ).toEqual({
    lastLine: '1 passed, 1 failed',
    code: 1,
  });
});

test('a run that ended badly never says that nothing failed', () => {
  expect(lastLine({ passed: 3, failed: 0 }, 1)).toBe('3 passed, 1 failed');
  expect(lastLine(null, 130)).toBe('0 passed, 1 failed');
});
