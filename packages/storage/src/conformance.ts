/**
 * What every object store must do: one suite, run over the disk store and the S3 store by their
 * tests.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { AppError } from '@longshore/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ObjectStore, StoreConfig } from './index.js';
import { createStore } from './index.js';
import { breaking, stalling } from './testing/broken-sources.js';
import { runPut } from './testing/run-put.js';
import { describeUnfinished } from './testing/unfinished-conformance.js';

const MIB = 1024 * 1024;
/** The S3 store's part: at these sizes its ways part. */
const PART = 5 * MIB;

export interface StoreUnderTest {
  readonly config: StoreConfig;
  /** What failed puts left: temporary files, unfinished uploads. */
  leftovers(): Promise<string[]>;
}

export function describeStore(open: () => Promise<StoreUnderTest>): void {
  let config: StoreConfig;
  let store: ObjectStore;
  let leftovers: () => Promise<string[]>;
  beforeAll(async () => {
    ({ config, leftovers } = await open());
    store = createStore(config);
    await store.ready();
  });

  const putBytes = (key: string, bytes: Uint8Array) => store.put(key, inChunks(bytes));
  const readBytes = async (key: string, range?: { start: number; end: number }) =>
    buffer(await store.read(key, range));

  /** Nothing under the key, and nothing half done: the promise of a put that failed. */
  async function expectNothing(key: string): Promise<void> {
    expect(await store.stat(key)).toBeNull();
    expect(
      (await leftovers()).filter((name) => name.includes(key.split('/').at(-1) ?? key)),
    ).toEqual([]);
  }

  describe('a put', () => {
    test.each([0, 1, PART - 1, PART, PART + 1, 3 * PART + 17])(
      'keeps a stream of %i bytes as it is',
      async (sizeBytes) => {
        const key = newKey();
        const bytes = randomBytes(sizeBytes);
        expect(await putBytes(key, bytes)).toEqual({ sizeBytes });
        expect(await store.stat(key)).toMatchObject({ key, sizeBytes });
        expect(hash(await readBytes(key))).toBe(hash(bytes));
      },
    );

    test('takes text and plain bytes too', async () => {
      const key = newKey();
      await store.put(key, Readable.from(['订单,', new Uint8Array([65, 66]), Buffer.from('\n')]));
      expect((await readBytes(key)).toString()).toBe('订单,AB\n');
    });

    // what the process has before is that of the tests' loader; a worker's whole peak is measured
    // by the benches
    test('of 300 MB of unknown size takes less than 100 MB of memory', {
      timeout: 120_000,
    }, async () => {
      const key = newKey();
      const sizeBytes = 300_000_000;
      const child = runPut(config, key, sizeBytes);
      const said = JSON.parse(await text(child.stdout));
      expect(said.sizeBytes).toBe(sizeBytes);
      expect(said.memoryBytes).toBeLessThan(100_000_000);
      expect(await store.stat(key)).toMatchObject({ sizeBytes });
      console.info(`memory of the put: ${Math.round(said.memoryBytes / 1e6)} MB`);
    });

    test('twenty at once are all right', { timeout: 60_000 }, async () => {
      const files = Array.from({ length: 20 }, (_, index) => ({
        key: newKey(),
        bytes: randomBytes(PART + index),
      }));
      await Promise.all(files.map(({ key, bytes }) => putBytes(key, bytes)));
      for (const { key, bytes } of files) expect(hash(await readBytes(key))).toBe(hash(bytes));
    });

    test.each([0, MIB, 20 * MIB])(
      'whose source fails after %i bytes rejects with its error and leaves nothing',
      async (afterBytes) => {
        const key = newKey();
        const source = breaking(afterBytes, new Error('the rows ended early'));
        await expect(store.put(key, source)).rejects.toThrow('the rows ended early');
        await expectNothing(key);
      },
    );

    test.each([0, MIB, 20 * MIB])(
      'whose source is destroyed after %i bytes rejects and leaves nothing',
      async (afterBytes) => {
        const key = newKey();
        await expect(store.put(key, breaking(afterBytes, undefined))).rejects.toThrow();
        await expectNothing(key);
      },
    );

    test('whose source was dead before it began rejects', async () => {
      const key = newKey();
      const source = new PassThrough();
      source.on('error', () => {});
      source.destroy(new Error('dead already'));
      await expect(store.put(key, source)).rejects.toThrow('dead already');
      await expectNothing(key);
    });

    test.each([0, MIB, 20 * MIB])(
      'that is aborted after %i bytes rejects with the reason, ends its source and leaves nothing',
      async (afterBytes) => {
        const key = newKey();
        const abort = new AbortController();
        const source = stalling(afterBytes, () => abort.abort(new AppError('worker_lost')));
        await expect(store.put(key, source, { signal: abort.signal })).rejects.toMatchObject({
          code: 'worker_lost',
        });
        expect(source.destroyed).toBe(true);
        await expectNothing(key);
      },
    );

    test('that was aborted before it began rejects and ends its source', async () => {
      const key = newKey();
      const source = inChunks(randomBytes(10));
      await expect(
        store.put(key, source, { signal: AbortSignal.abort(new Error('too late')) }),
      ).rejects.toThrow('too late');
      expect(source.destroyed).toBe(true);
      await expectNothing(key);
    });

    test('of an earlier attempt cannot touch the file of a later one', async () => {
      const task = newKey();
      const zombie = new PassThrough();
      const late = store.put(`${task}/1`, zombie);
      zombie.write(randomBytes(PART + 1));
      const bytes = randomBytes(PART + 1);
      await putBytes(`${task}/2`, bytes);
      zombie.end();
      await late;
      expect(hash(await readBytes(`${task}/2`))).toBe(hash(bytes));
    });
  });

  test('the check of the store passes, also twice at once', () =>
    Promise.all([store.check(), store.check()]));

  describe('a read', () => {
    const key = newKey();
    const bytes = randomBytes(2 * MIB);
    beforeAll(() => putBytes(key, bytes));

    test.each([
      [0, 1],
      [0, 2 * MIB],
      [100, 70_000],
      [2 * MIB - 5, 2 * MIB],
      [2 * MIB - 5, 2 * MIB + 100],
      [2 * MIB, 2 * MIB + 1],
      [7, 7],
    ])('of [%i, %i) gives these bytes, as far as there are any', async (start, end) => {
      expect(hash(await readBytes(key, { start, end }))).toBe(hash(bytes.subarray(start, end)));
    });

    test.each([[undefined], [{ start: 5, end: 9 }], [{ start: 5, end: 5 }]])(
      'of what is not there says file_gone (range %j)',
      async (range) => {
        await expect(store.read(newKey(), range)).rejects.toMatchObject({ code: 'file_gone' });
      },
    );

    test('may be left early, even before its first byte', async () => {
      (await store.read(key)).destroy();
      for await (const _ of await store.read(key)) break;
      expect(hash(await readBytes(key))).toBe(hash(bytes));
    });

    test('ends when it is aborted', async () => {
      const abort = new AbortController();
      const stream = await store.read(key, undefined, abort.signal);
      abort.abort(new Error('enough'));
      await expect(buffer(stream)).rejects.toThrow();
    });
  });

  describeUnfinished(() => ({ store, expectNothing }));

  describe('the files', () => {
    test('of a folder are listed, and those of its namesakes are not', async () => {
      const root = newKey();
      for (const key of [`${root}/a/1`, `${root}/a/b/2`, `${root}/ab/3`, `${root}/c`])
        await putBytes(key, randomBytes(3));
      expect((await all(store.list(`${root}/a`))).map(({ key }) => key).sort()).toEqual([
        `${root}/a/1`,
        `${root}/a/b/2`,
      ]);
      for (const file of await all(store.list(root))) {
        expect(file.sizeBytes).toBe(3);
        expect(Math.abs(file.modifiedAt.getTime() - Date.now())).toBeLessThan(60_000);
      }
      expect((await all(store.list(''))).length).toBeGreaterThanOrEqual(4);
      expect(await all(store.list(`${root}/none`))).toEqual([]);
    });

    test('are removed one by one or by folder; a missing one is fine', async () => {
      const root = newKey();
      for (const key of [`${root}/a/1`, `${root}/a/b/2`, `${root}/ab`])
        await putBytes(key, randomBytes(3));
      await store.remove(`${root}/a/1`);
      await store.remove(`${root}/a/1`);
      expect((await all(store.list(root))).map(({ key }) => key).sort()).toEqual([
        `${root}/a/b/2`,
        `${root}/ab`,
      ]);
      await store.removeAll(`${root}/a`);
      await store.removeAll(`${root}/a`);
      expect((await all(store.list(root))).map(({ key }) => key)).toEqual([`${root}/ab`]);
      expect(await store.stat(`${root}/a/b/2`)).toBeNull();
    });

    test('of an upload under way go with their folder: its put fails', async () => {
      const root = newKey();
      const source = new PassThrough();
      const put = store.put(`${root}/1`, source);
      put.catch(() => {});
      source.write(randomBytes(PART + 1));
      await expect.poll(leftovers, { timeout: 10_000 }).not.toEqual([]);
      await store.removeAll(root);
      source.end(randomBytes(PART));
      await expect(put).rejects.toMatchObject({ code: 'store_unavailable' });
      await expectNothing(`${root}/1`);
    });

    test('that a killed process left half done go when they are said to be abandoned', {
      timeout: 60_000,
    }, async () => {
      const key = newKey();
      const child = runPut(config, key, Infinity);
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      const mine = async () =>
        (await leftovers()).filter((name) => name.includes(key.split('/').at(-1) ?? key));
      expect(await mine()).toHaveLength(1);
      await store.removeUnfinished((found) => found !== key);
      expect(await mine()).toHaveLength(1);
      await store.removeUnfinished((found) => found === key);
      await expectNothing(key);
    });

    test.each([
      '',
      '/',
      '..',
      '../up',
      'a/../../up',
      '/etc/passwd',
      'a//b',
      'a/',
      '.hidden',
      'a\\b',
      'a\u0000b',
      '订单',
      'a'.repeat(1_000),
    ])('have plain keys: %j is refused', async (key) => {
      const source = inChunks(randomBytes(1));
      for (const call of [
        () => store.put(key, source),
        () => store.read(key),
        () => store.stat(key),
        () => store.removeAll(key),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'internal' });
      }
      expect(source.destroyed).toBe(true);
    });
  });
}

export const newKey = (): string => `conformance/${randomUUID()}`;

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const CHUNK = 60_000;

export function inChunks(bytes: Uint8Array): Readable {
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, n) =>
    bytes.subarray(n * CHUNK, (n + 1) * CHUNK),
  );
  return Readable.from(chunks, { objectMode: false });
}
