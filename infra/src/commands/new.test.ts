/** What `npm run new` refuses, each in one sentence. What it writes is run by test/e2e. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newBusiness } from './new.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-new-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const said: string[] = [];
const run = (...args: string[]) =>
  newBusiness({
    root: ROOT,
    args,
    signal: new AbortController().signal,
    say: (line) => said.push(line),
  });

test('a new directory gets a business of its name, and the next commands are told', async () => {
  const target = join(dir, 'deep', 'my-business');
  expect(await run(target)).toBe(0);
  expect(readdirSync(target)).toEqual(expect.arrayContaining(['.gitignore', 'package.json']));
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  expect(manifest.name).toBe('my-business');
  expect(readFileSync(join(target, 'README.md'), 'utf8')).not.toContain('{{');
  expect(said).toContain(`  BUSINESS=${target} npm start`);
});

test('an empty directory is taken, a used one is left as it is', async () => {
  mkdirSync(join(dir, 'empty'));
  expect(await run(join(dir, 'empty'))).toBe(0);
  mkdirSync(join(dir, 'used'));
  writeFileSync(join(dir, 'used', 'mine.txt'), 'mine');
  await expect(run(join(dir, 'used'))).rejects.toThrow(/used is not empty: choose a new directory/);
  expect(readdirSync(join(dir, 'used'))).toEqual(['mine.txt']);
});

test.each([
  ['no directory', [], 'Say where: npm run new -- DIRECTORY'],
  ['two directories', ['one', 'two'], 'Say where: npm run new -- DIRECTORY'],
  ['an option', ['--help'], 'Say where: npm run new -- DIRECTORY'],
  ['a name that npm does not take', ['My Business'], '"My Business" cannot name a package'],
])('%s is one sentence', async (_what, args, sentence) => {
  await expect(run(...args)).rejects.toThrow(sentence);
});

test('a file in the way is one sentence', async () => {
  writeFileSync(join(dir, 'taken'), '');
  await expect(run(join(dir, 'taken'))).rejects.toThrow(/taken is not a directory/);
  await expect(run(join(dir, 'taken', 'below'))).rejects.toThrow(/cannot be written/);
});
