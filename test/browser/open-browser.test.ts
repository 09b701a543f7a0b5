import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BrowserPlace, provideBrowser } from './open-browser.js';

let dir: string;
let said: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-browser-'));
  said = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const program = (name: string, script: string) =>
  writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const provide = (place: Partial<BrowserPlace> = {}) =>
  provideBrowser({
    env: { PATH: dir, DIR: dir },
    isRoot: true,
    lockPauseMs: 1,
    say: (line) => said.push(line),
    ...place,
  });

const SKIPPED = /^Skipped: the page in a browser\. Put chromium on PATH/;
const INSTALLING = /^Chromium is missing: installing the package chromium/;
const INSTALL = 'printf "#!/bin/sh\\n" > "$DIR/chromium"; /bin/chmod 755 "$DIR/chromium"';

test('takes the browser on PATH, under any of its names, and says nothing', async () => {
  program('google-chrome', '');
  expect(await provide()).toBe(join(dir, 'google-chrome'));
  expect(said).toEqual([]);
});

test('installs the package as root, and says so', async () => {
  program('apt-get', `[ "$1" = install ] && { ${INSTALL}; } || exit 0`);
  expect(await provide()).toBe(join(dir, 'chromium'));
  expect(said).toEqual([expect.stringMatching(INSTALLING)]);
});

test('waits while another apt holds the lock', async () => {
  program(
    'apt-get',
    `if [ -e "$DIR/busy" ]; then ${INSTALL}; exit 0; fi; : > "$DIR/busy"; echo "E: Could not get lock" >&2; exit 100`,
  );
  expect(await provide()).toBe(join(dir, 'chromium'));
});

test('skips with one line where it may not install, or cannot', async () => {
  expect(await provide()).toBe(null);
  program('apt-get', 'echo "E: Unable to locate package chromium" >&2; exit 100');
  expect(await provide({ isRoot: false })).toBe(null);
  expect(said).toEqual([expect.stringMatching(SKIPPED), expect.stringMatching(SKIPPED)]);
  expect(await provide()).toBe(null);
  expect(said.slice(2)).toEqual([
    expect.stringMatching(INSTALLING),
    expect.stringMatching(SKIPPED),
  ]);
});
