/**
 * A lock that is a file: one living process holds it, and the lock of a dead process counts for
 * nothing. Used by state-directory.ts and by installers.
 */
import { randomUUID } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { isAlive, type ProcessRecord, processIdentity } from './process-identity.js';
import { readJson } from './read-json.js';
import { waitUntil } from './wait-until.js';

const WAIT_MS = 30 * 60_000;

type Holder = Pick<ProcessRecord, 'pid' | 'identity'>;

/**
 * Runs `work` while this process holds the lock `file`, whose directory exists. Waits for a living
 * holder, half an hour at most.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await waitUntil(() => takeLock(file), {
    timeoutMs: WAIT_MS,
    everyMs: 500,
    what: `the lock ${file}`,
  });
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** True when this process now holds the lock; the holder removes the file to give it back. */
export async function takeLock(file: string): Promise<boolean> {
  const mine = `${file}.${randomUUID()}`;
  const me: Holder = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
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
 * Moves a dead holder's lock away. When another process took the lock in between, its lock is put
 * back.
 */
async function removeDead(file: string): Promise<boolean> {
  if (await hasLivingHolder(file)) return false;
  const moved = `${file}.${randomUUID()}`;
  try {
    await rename(file, moved);
  } catch {
    return false; // another process was faster
  }
  const isTaken = await hasLivingHolder(moved);
  if (isTaken) await create(moved, file);
  await rm(moved, { force: true });
  return !isTaken;
}

async function hasLivingHolder(file: string): Promise<boolean> {
  const holder = await readJson<Holder>(file);
  return holder !== null && isAlive(holder);
}
