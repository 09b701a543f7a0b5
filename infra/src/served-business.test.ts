/** Which business `npm start` serves, and what it says when that one cannot be built. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { servedBusiness } from './served-business.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-served-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A business whose build is this script of Node. */
function write(name: string, build: string, manifest: object = {}): string {
  const directory = join(dir, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'build.mjs'), build);
  const content = { name, scripts: { build: 'node build.mjs' }, ...manifest };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(content));
  return directory;
}

const serve = (business: string | undefined, env: NodeJS.ProcessEnv = {}) =>
  servedBusiness({
    root: dir,
    env: { PATH: process.env.PATH, BUSINESS: business, ...env },
    say: () => {},
    signal: new AbortController().signal,
  });

test('a directory is built and named by its absolute path', async () => {
  const directory = write('mine', `import { writeFileSync as w } from 'node:fs'; w('built', '');`);
  for (const named of [directory, './mine', 'mine'])
    expect((await serve(named)).BUSINESS).toBe(directory);
  expect((await serve('mine', { INIT_CWD: join(dir, 'elsewhere') })).BUSINESS).toBe(directory);
});

test('a package is served as it is installed', async () => {
  expect((await serve('@longshore/shop')).BUSINESS).toBe('@longshore/shop');
  expect((await serve(undefined)).BUSINESS).toBeUndefined();
});

test('what is wrong is one sentence', async () => {
  await expect(serve('./nowhere')).rejects.toThrow(
    /which does not exist: write one by npm run new/,
  );
  const dependencies = { zod: '4.6.7' };
  await expect(serve(write('fresh', '', { dependencies }))).rejects.toThrow(
    /fresh has no packages yet: run npm install in it/,
  );
  await expect(serve(write('broken', 'process.exit(2)'))).rejects.toThrow(
    /broken could not be built: correct what stands above/,
  );
  const unreadable = write('unreadable', '');
  writeFileSync(join(unreadable, 'package.json'), '{');
  await expect(serve(unreadable)).rejects.toThrow(/package\.json is not JSON/);
});
