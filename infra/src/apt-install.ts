/** Packages by apt-get, on Debian and Ubuntu as root. Used for servers that npm does not have. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOCK_ATTEMPTS = 24;
const LOCK_PAUSE_MS = 5_000;

interface InstallOptions {
  /** Path of apt-get. */
  readonly apt: string;
  readonly packages: readonly string[];
  /** What apt-get says goes into this file. */
  readonly log: string;
  /** Path of the installed program, or null. */
  find(): string | null;
}

/** Path of the program, null when apt-get could not install it. Waits for another run of apt. */
export async function aptInstall({
  apt,
  packages,
  log,
  find,
}: InstallOptions): Promise<string | null> {
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
    const failed =
      (await run(apt, ['update'], log)) ??
      (await run(apt, ['install', '-y', '--no-install-recommends', ...packages], log));
    const installed = find();
    if (installed !== null) return installed;
    if (failed === null || !/lock/.test(failed)) return null;
    await sleep(LOCK_PAUSE_MS); // another run of apt, perhaps for the same package
  }
  return null;
}

/** Null when the command went well, else what it said. */
function run(command: string, args: readonly string[], log: string): Promise<string | null> {
  const file = createWriteStream(log, { flags: 'a' });
  const child = spawn(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      file.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => file.end(() => resolve(code === 0 ? null : said)));
  });
}
