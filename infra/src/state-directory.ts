/**
 * The directory that one run of a command has for itself: `.longshore/state/<name>-<n>` of the
 * clone, n the first that no living process owns. So the same command may run twice at once, and
 * what a killed run left is ended first.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processIdentity } from './process-identity.js';
import { readJson } from './read-json.js';
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

interface Owner {
  readonly pid: number;
  readonly identity: string;
}

/** Throws StackError when 50 runs of this name are alive. */
export async function claimState({ root, name, keep }: ClaimOptions): Promise<StateDirectory> {
  for (let n = 1; n <= MOST; n++) {
    const dir = join(root, '.longshore', 'state', `${name}-${n}`);
    if (!(await own(dir))) continue;
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

/** True when the directory is now ours. */
async function own(dir: string): Promise<boolean> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, OWNER);
  const mine = join(dir, `${randomUUID()}.json`);
  const me: Owner = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  await writeFile(mine, JSON.stringify(me));
  try {
    return (await create(mine, file)) || ((await removeDead(file)) && (await create(mine, file)));
  } finally {
    await rm(mine, { force: true });
  }
}

/** A link appears with its content or not at all; false when the name is taken. */
async function create(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves a dead owner's claim away. When another process claimed in between, its claim is put back.
 */
async function removeDead(file: string): Promise<boolean> {
  if (await hasLivingOwner(file)) return false;
  const moved = `${file}.${randomUUID()}`;
  try {
    await rename(file, moved);
  } catch {
    return false; // another process was faster
  }
  const alive = await hasLivingOwner(moved);
  if (alive) await create(moved, file);
  await rm(moved, { force: true });
  return !alive;
}

async function hasLivingOwner(file: string): Promise<boolean> {
  const owner = await readJson<Owner>(file);
  return owner !== null && isAlive(owner);
}

async function empty(dir: string): Promise<void> {
  const entries = (await readdir(dir)).filter((entry) => entry !== OWNER);
  await Promise.all(entries.map((entry) => rm(join(dir, entry), { recursive: true, force: true })));
}
