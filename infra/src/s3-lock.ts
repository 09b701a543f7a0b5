/**
 * Lets one process at a time do a piece of work; the lock of a killed one is taken over. Used by
 * s3-install-minio.ts.
 */
import { randomUUID } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { isAlive, type ProcessRecord, processIdentity } from './process-identity.js';
import { readJson } from './read-json.js';
import { waitUntil } from './wait-until.js';

const WAIT_MS = 30 * 60_000;

type Holder = Pick<ProcessRecord, 'pid' | 'identity'>;

/**
 * `file` is the lock. When two take over a dead one's lock in the same moment, both may go on:
 * the work must stand that (here: two builds, and the later one's rename wins).
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await waitUntil(() => take(file), { timeoutMs: WAIT_MS, everyMs: 500, what: `the lock ${file}` });
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** A link appears with its content or not at all. */
async function take(file: string): Promise<boolean> {
  const mine = `${file}.${randomUUID()}`;
  const holder: Holder = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  await writeFile(mine, JSON.stringify(holder));
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await removeDead(file);
    return false;
  } finally {
    await rm(mine, { force: true });
  }
}

async function removeDead(file: string): Promise<void> {
  const holder = await readJson<Holder>(file);
  if (holder !== null && !isAlive(holder)) await rm(file, { force: true });
}
