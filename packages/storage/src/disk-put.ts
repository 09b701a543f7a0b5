/**
 * Writes one object of the disk store: a hidden file first, which takes its name when every byte is
 * on the disk.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { cutParts, type Part } from './cut-parts.js';
import { diskUnavailable, isMissing } from './disk-errors.js';
import { checkKey } from './object-key.js';
import type { KeptBytes, Unfinished } from './object-store.js';
import { stopSignal } from './stop-signal.js';
import { codeOf } from './store-errors.js';

const PART_BYTES = 1024 * 1024;
const FOLDER_TRIES = 10;
/** An unfinished put tells of its bytes at multiples of this, once they are on the disk. */
const KEPT_BYTES = 5 * PART_BYTES;

/** A leading dot: no key has one, so no object is ever taken for it. */
const PARTIAL = /(^|\/)\.([^/]+)\.[0-9a-f-]{36}\.partial$/;

/** The key of the object that a path below the root is the half-done file of; null: of none. */
export const keyOfPartial = (path: string): string | null =>
  PARTIAL.test(path) ? path.replace(PARTIAL, '$1$2') : null;

interface DiskPut {
  readonly root: string;
  readonly key: string;
  readonly source: Readable;
  readonly signal: AbortSignal | undefined;
  readonly unfinished: Unfinished | undefined;
}

/** Throws as ObjectStore.put does. */
export async function putOnDisk(put: DiskPut): Promise<{ sizeBytes: number }> {
  const { signal, stop } = stopSignal(put.signal);
  const parts = cutParts(put.source, PART_BYTES, signal);
  try {
    return { sizeBytes: await writeObject(put, parts, signal) };
  } catch (error) {
    stop(error);
    throw signal.reason;
  }
}

async function writeObject(
  { root, key, unfinished }: DiskPut,
  parts: AsyncGenerator<Part>,
  signal: AbortSignal,
): Promise<number> {
  const path = join(root, checkKey(key));
  const name = `.${basename(path)}.${randomUUID()}.partial`;
  const partial = join(dirname(path), name);
  const onKept = (sizeBytes: number): void =>
    unfinished?.onKept({ key, sizeBytes, upload: name, parts: [] });
  try {
    const file = await openIn(dirname(path), partial).catch(failing(path));
    const filling = fill(file, parts, { path, ...(unfinished && { onKept }) });
    const sizeBytes = await filling.finally(() => file.close());
    signal.throwIfAborted();
    await publish(partial, path).catch(failing(path));
    return sizeBytes;
  } catch (error) {
    // the first error counts; removeUnfinished finds the rest
    if (unfinished?.isLeft() !== true) await rm(partial, { force: true }).catch(() => {});
    throw error;
  }
}

/** The file of an unfinished put; null when it is gone, or shorter than was told. */
export async function openKept(root: string, kept: KeptBytes): Promise<FileHandle | null> {
  const { key, upload, sizeBytes } = kept;
  const folder = dirname(join(root, checkKey(key)));
  try {
    const file = await open(join(folder, basename(upload)));
    if ((await file.stat()).size >= sizeBytes) return file;
    await file.close();
    return null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw diskUnavailable(`take over the upload of ${key}`, error);
  }
}

/** The folder may be removed as empty by others just after it was made. */
async function openIn(folder: string, partial: string): Promise<FileHandle> {
  for (let attempt = 1; ; attempt += 1) {
    await makeFolder(folder);
    try {
      return await open(partial, 'wx');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === FOLDER_TRIES) throw error;
    }
  }
}

/** A new folder is there after a power cut only when its parent is on the disk. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made))
    await syncFolder(dirname(made));
}

interface Filling {
  readonly path: string;
  readonly onKept?: (sizeBytes: number) => void;
}

async function fill(
  file: FileHandle,
  parts: AsyncGenerator<Part>,
  { path, onKept }: Filling,
): Promise<number> {
  let sizeBytes = 0;
  for await (const { bytes, release } of parts) {
    await file.writeFile(bytes).catch(failing(path));
    sizeBytes += bytes.length;
    release();
    if (onKept === undefined || sizeBytes % KEPT_BYTES !== 0) continue;
    await file.datasync().catch(failing(path));
    onKept(sizeBytes);
  }
  await file.sync().catch(failing(path));
  return sizeBytes;
}

async function publish(partial: string, path: string): Promise<void> {
  await rename(partial, path);
  await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

const failing = (path: string) => (error: unknown) => {
  throw diskUnavailable(`write ${path}`, error);
};
