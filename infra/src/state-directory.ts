/**
 * The directory that one run of a command has for itself: `.longshore/state/<name>-<n>` of the
 * clone, n the first that no living process owns. So the same command may run twice at once, and
 * what a killed run left is ended first.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLock } from './file-lock.js';
import { endLeftovers } from './server-process.js';
import { StackError } from './stack-error.js';

const OWNER = 'owner.json';
const MOST = 50;

export interface StateDirectory {
  readonly dir: string;
  /** `.longshore/logs/<name>-<n>`; emptied at each claim, kept at release. */
  readonly logDir: string;
  /** Gives the directory back; removes it unless it is to be kept. */
  release(): Promise<void>;
}

interface ClaimOptions {
  /** Root of the clone. */
  readonly root: string;
  readonly name: string;
  /** True: the next run finds what this one stored. False: every run begins empty. */
  readonly keep: boolean;
}

/** Throws StackError when 50 runs of this name are alive. */
export async function claimState({ root, name, keep }: ClaimOptions): Promise<StateDirectory> {
  for (let n = 1; n <= MOST; n++) {
    const dir = join(root, '.longshore', 'state', `${name}-${n}`);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (!(await takeLock(join(dir, OWNER)))) continue;
    const logDir = join(root, '.longshore', 'logs', `${name}-${n}`);
    await rm(logDir, { recursive: true, force: true });
    await mkdir(logDir, { recursive: true });
    await endLeftovers(dir);
    if (!keep) await empty(dir);
    return {
      dir,
      logDir,
      release: () => rm(keep ? join(dir, OWNER) : dir, { recursive: true, force: true }),
    };
  }
  throw new StackError(`${MOST} runs of ${name} are alive in this clone; stop one of them first.`);
}

async function empty(dir: string): Promise<void> {
  const entries = (await readdir(dir)).filter((entry) => entry !== OWNER);
  await Promise.all(entries.map((entry) => rm(join(dir, entry), { recursive: true, force: true })));
}
