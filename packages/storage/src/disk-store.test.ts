/** The disk store: the conformance suite, and what only a directory has. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeStore, inChunks, newKey } from './conformance.js';
import { createDiskStore } from './disk-store.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'longshore-disk-'));
});
afterAll(() => rm(directory, { recursive: true }));

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );

describe('disk store', () => {
  describeStore(async () => ({
    config: { directory: join(directory, 'objects') },
    leftovers: async () =>
      (await filesIn(join(directory, 'objects')))
        .map(({ name }) => name)
        .filter((name) => name.endsWith('.partial')),
  }));

  test('keeps an object as a plain file named by its key, and has no address of its own for it', async () => {
    const store = createDiskStore({ directory });
    await store.put('exports/t/1', inChunks(Buffer.from('rows')));
    expect(await readdir(join(directory, 'exports/t'))).toEqual(['1']);
    expect(
      await store.address('exports/t/1', { fileName: '订单.xlsx', expiresMs: 1_000 }),
    ).toBeNull();
  });

  test('removes the folders that became empty', async () => {
    const root = join(directory, 'emptied');
    const store = createDiskStore({ directory: root });
    await store.put('a/b/c', inChunks(Buffer.from('x')));
    await store.remove('a/b/c');
    expect(await readdir(root)).toEqual([]);
  });

  test('puts and removals of neighbours do not disturb each other', async () => {
    const store = createDiskStore({ directory: join(directory, 'busy') });
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        await store.put(`a/b/${index}`, inChunks(Buffer.from('x')));
        await store.remove(`a/b/${index}`);
      }),
    );
    expect(await filesIn(join(directory, 'busy'))).toEqual([]);
  });

  test('cannot be used when its directory cannot be made: a clear no', async () => {
    await writeFile(join(directory, 'file'), '');
    const store = createDiskStore({ directory: join(directory, 'file', 'objects') });
    await expect(store.ready()).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: false,
      cause: { code: 'ENOTDIR' },
    });
    await expect(store.put(newKey(), inChunks(Buffer.from('x')))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });
});
