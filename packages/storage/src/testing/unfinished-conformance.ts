/** What every store must do with a put that another process goes on with. */
import { randomBytes, randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { KeptBytes, ObjectStore } from '../object-store.js';

const MIB = 1024 * 1024;

interface StoreInTest {
  readonly store: ObjectStore;
  expectNothing(key: string): Promise<void>;
}

export function describeUnfinished(inTest: () => StoreInTest): void {
  /** A put of so many bytes that fails once the store told of the kept ones. */
  async function broken(sizeBytes: number, isLeft: boolean) {
    const { store } = inTest();
    const key = `conformance/${randomUUID()}/${randomUUID()}`;
    const bytes = randomBytes(sizeBytes);
    const source = new PassThrough();
    const told: KeptBytes[] = [];
    const onKept = (kept: KeptBytes): void => {
      told.push(JSON.parse(JSON.stringify(kept)));
      if (kept.sizeBytes === 10 * MIB) source.destroy(new Error('the rows ended early'));
    };
    const put = store.put(key, source, { unfinished: { onKept, isLeft: () => isLeft } });
    source.write(bytes);
    await expect(put).rejects.toThrow('the rows ended early');
    return { key, bytes, last: told.at(-1) as KeptBytes };
  }
  const bytesOf = async (stream: Readable | null) => stream && (await buffer(stream));

  describe('an unfinished put', () => {
    test('tells of the bytes that are safe, and another process reads them', async () => {
      const { store } = inTest();
      const { key, bytes, last } = await broken(11 * MIB + 5, true);
      expect(last.sizeBytes).toBe(10 * MIB);
      expect(JSON.stringify(last).length).toBeLessThan(1_000);
      for (const endBytes of [10 * MIB, 6 * MIB + 1, 1]) {
        const read = await bytesOf(await store.readKept(last, endBytes));
        expect(read?.equals(bytes.subarray(0, endBytes))).toBe(true);
      }
      await store.removeAll(key.slice(0, key.lastIndexOf('/')));
    });

    test('that is not to be left leaves nothing', async () => {
      const { store, expectNothing } = inTest();
      const { key, last } = await broken(11 * MIB, false);
      await expectNothing(key);
      expect(await store.readKept(last, 1)).toBeNull();
    });

    test('is removed with its folder', async () => {
      const { store, expectNothing } = inTest();
      const { key, last } = await broken(11 * MIB, true);
      await store.removeAll(key.slice(0, key.lastIndexOf('/')));
      await expectNothing(key);
      expect(await store.readKept(last, 1)).toBeNull();
    });

    test('that ends all the same gives no other bytes than those it told of', async () => {
      const { store } = inTest();
      const key = `conformance/${randomUUID()}/${randomUUID()}`;
      const told: KeptBytes[] = [];
      const bytes = randomBytes(12 * MIB);
      const unfinished = {
        onKept: (kept: KeptBytes) => void told.push(kept),
        isLeft: () => true,
      };
      await store.put(key, Readable.from([bytes]), { unfinished });
      const tooFew = told.filter(({ sizeBytes }) => sizeBytes < bytes.length);
      for (const kept of tooFew) expect(await store.readKept(kept, 1)).toBeNull();
      expect((await store.stat(key))?.sizeBytes).toBe(bytes.length);
    });
  });
}
