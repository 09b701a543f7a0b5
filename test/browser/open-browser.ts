/**
 * A real Chromium for the page's tests: the one on PATH, else Debian's by apt as root, else none
 * and a line that says so.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCommand } from '@longshore/infra';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PACKAGES = ['chromium', 'fonts-noto-cjk'];
const LOCK_ATTEMPTS = 30;
const LOCK_PAUSE_MS = 10_000;

export interface BrowserPlace {
  /** Its PATH is searched. */
  readonly env: NodeJS.ProcessEnv;
  /** May install packages. */
  readonly isRoot: boolean;
  /** Between two attempts while another apt is at work, as that of a test file beside this one. */
  readonly lockPauseMs: number;
  readonly say: (line: string) => void;
}

/** Null: none can be had here, and a line on the console says why. */
export async function openBrowser(): Promise<Browser | null> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const executablePath = await provideBrowser({
    env: process.env,
    isRoot: process.getuid?.() === 0,
    lockPauseMs: LOCK_PAUSE_MS,
    say,
  });
  return executablePath === null ? null : chromium.launch({ executablePath, args: FLAGS });
}

/** Path of the program; null after a line that says why there is none. */
export async function provideBrowser(place: BrowserPlace): Promise<string | null> {
  const path = findBrowser(place.env) ?? (await installBrowser(place));
  if (path === null)
    place.say(
      'Skipped: the page in a browser. Put chromium on PATH (Debian: apt-get install chromium) to run these tests.',
    );
  return path;
}

function findBrowser(env: NodeJS.ProcessEnv): string | null {
  for (const name of NAMES) {
    const found = findCommand(name, env);
    if (found !== null) return found;
  }
  return null;
}

async function installBrowser({
  env,
  isRoot,
  lockPauseMs,
  say,
}: BrowserPlace): Promise<string | null> {
  const apt = findCommand('apt-get', env);
  if (!isRoot || apt === null) return null;
  say('Chromium is missing: installing the package chromium with apt-get (about a minute).');
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
    const said =
      (await run(apt, ['update'], env)) ??
      (await run(apt, ['install', '-y', '--no-install-recommends', ...PACKAGES], env));
    const found = findBrowser(env);
    if (found !== null || said === null || !/lock/i.test(said)) return found;
    await sleep(lockPauseMs);
  }
  return null;
}

/** Null when the command went well, else what it said. */
async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  const child = spawn(command, args, {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return code === 0 ? null : said;
}
