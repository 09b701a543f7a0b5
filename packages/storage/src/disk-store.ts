/**
 * Files in one directory of one host: the object with the key `a/b/c` is the file `a/b/c` there.
 * Made by create-store.ts.
 */
import type { Dirent } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rm,
  rmdir,
  stat as statFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { diskUnavailable, isMissing } from './disk-errors.js';
import { keyOfPartial, openKept, putOnDisk } from './disk-put.js';
import { checkKey } from './object-key.js';
import type { ObjectInfo, ObjectStore } from './object-store.js';
import { fileGone } from './store-errors.js';

/** The directory of a disk store. */
export interface DiskStoreOptions {
  /** Made by `ready()` or the first put when it is missing. */
  readonly directory: string;
}

const READ_BYTES = 256 * 1024;

/** Opens the store that keeps files in a directory of this host. */
export function createDiskStore({ directory }: DiskStoreOptions): ObjectStore {
  const root = resolve(directory);
  const pathOf = (key: string): string => join(root, checkKey(key));
  return {
    put: (key, source, { signal, unfinished } = {}) =>
      putOnDisk({ root, key, source, signal, unfinished }),
    readKept: async (kept, endBytes, signal) => {
      const file = await openKept(root, kept);
      return file === null ? null : bytesOf(file, { start: 0, end: endBytes }, signal);
    },
    stat: async (key) => stat(pathOf(key), key),
    read: async (key, range, signal) => read(pathOf(key), { key, range, signal }),
    remove: async (key) => {
      await unlessUnavailable(`remove ${key}`, rm(pathOf(key), { force: true }));
      await removeEmptyFolders(root, dirname(pathOf(key)));
    },
    removeAll: async (prefix) => {
      await unlessUnavailable(
        `remove all under ${prefix}/`,
        rm(pathOf(prefix), { recursive: true, force: true, maxRetries: 3 }),
      );
      await removeEmptyFolders(root, dirname(pathOf(prefix)));
    },
    removeUnfinished: (isAbandoned) =>
      unlessUnavailable('remove unfinished uploads', removeUnfinished(root, isAbandoned)),
    list: (prefix) => list(root, prefix === '' ? '' : checkKey(prefix)),
    address: async () => null,
    ready: () => unlessUnavailable(`use the directory ${root}`, ready(root)),
    check: async () => {}, // a file system can what files need
  };
}

async function stat(path: string, key: string): Promise<ObjectInfo | null> {
  try {
    const file = await statFile(path);
    return file.isFile() ? { key, sizeBytes: file.size, modifiedAt: file.mtime } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw diskUnavailable(`look up ${key}`, error);
  }
}

interface ReadOptions {
  readonly key: string;
  readonly range: { start: number; end: number } | undefined;
  readonly signal: AbortSignal | undefined;
}

async function read(path: string, { key, range, signal }: ReadOptions): Promise<Readable> {
  signal?.throwIfAborted();
  if ((await stat(path, key)) === null) throw fileGone(key);
  if (range !== undefined && range.end <= range.start) return Readable.from([]);
  const file = await open(path).catch((error: unknown) => {
    throw isMissing(error) ? fileGone(key, error) : diskUnavailable(`read ${key}`, error);
  });
  return bytesOf(file, range, signal);
}

function bytesOf(
  file: FileHandle,
  range: ReadOptions['range'],
  signal: AbortSignal | undefined,
): Readable {
  const bytes = range === undefined ? {} : { start: range.start, end: range.end - 1 };
  const stream = file.createReadStream({ ...bytes, highWaterMark: READ_BYTES });
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

/** A folder in use is not empty, so the first refusal ends it. */
async function removeEmptyFolders(root: string, from: string): Promise<void> {
  for (let folder = from; folder.length > root.length; folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

async function removeUnfinished(
  root: string,
  isAbandoned: (key: string) => boolean | Promise<boolean>,
): Promise<void> {
  for await (const { path, key } of files(root, '')) {
    const meant = keyOfPartial(key);
    if (meant !== null && (await isAbandoned(meant))) await rm(path, { force: true });
  }
}

async function* list(root: string, prefix: string): AsyncGenerator<ObjectInfo> {
  try {
    for await (const { path, key, entry } of files(root, prefix)) {
      const file = entry.name.startsWith('.') ? null : await unlessMissing(statFile(path));
      if (file !== null) yield { key, sizeBytes: file.size, modifiedAt: file.mtime };
    }
  } catch (error) {
    throw diskUnavailable(`list ${prefix}`, error);
  }
}

async function* files(
  root: string,
  folder: string,
): AsyncGenerator<{ path: string; key: string; entry: Dirent }> {
  const entries = (await unlessMissing(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* files(root, key);
    else if (entry.isFile()) yield { path: join(root, key), key, entry };
  }
}

/** What is removed by others while it is listed is as good as never there. */
const unlessMissing = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });

async function ready(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
}

const unlessUnavailable = <T>(doing: string, answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw diskUnavailable(doing, error);
  });
