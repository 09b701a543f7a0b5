/** A real Chromium for the page's tests: the one on PATH, else Debian's by apt as root, else none and a line that says so. */
import { spawnSync } from 'node:child_process';
import { findCommand } from '@longshore/infra';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const INSTALL_TIMEOUT_MS = 300_000;

/** Null: none can be had here, and a line on the console says why. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = findBrowser() ?? installBrowser();
  if (executablePath !== null) return chromium.launch({ executablePath, args: FLAGS });
  process.stdout.write('Skipped: the page in a browser. Put chromium on PATH (Debian: apt-get install chromium) to run these tests.\n');
  return null;
}

function findBrowser(): string | null {
  for (const name of NAMES) {
    const found = findCommand(name, process.env);
    if (found !== null) return found;
  }
  return null;
}

function installBrowser(): string | null {
  const program = findCommand('apt-get', process.env);
  if (process.getuid?.() !== 0 || program === null) return null;
  process.stdout.write('Chromium is missing: installing the package chromium with apt-get (about a minute).\n');
  const apt = (...args: string[]) =>
    spawnSync(program, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_TIMEOUT_MS,
      stdio: 'ignore',
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
  return findBrowser();
}
