/** The S3 store against a real S3 server: the conformance suite, addresses, credentials. */
import { randomUUID } from 'node:crypto';
import { Client } from 'minio';
import { describe, expect, inject, test } from 'vitest';
import { describeStore, inChunks, newKey } from './conformance.js';
import type { S3Options } from './index.js';
import { createS3Store } from './s3-store.js';

const server = inject('s3');

describe.skipIf(server === null)('S3 store', () => {
  // Not run without a server.
  const options: S3Options = {
    ...(server as NonNullable<typeof server>),
    bucket: `storage-${randomUUID()}`,
  };

  describeStore(async () => {
    const { hostname, port } = new URL(options.endpoint);
    const client = new Client({
      ...options,
      endPoint: hostname,
      port: Number(port),
      useSSL: false,
    });
    return {
      config: { s3: options },
      leftovers: async () =>
        (await client.listIncompleteUploadsQuery(options.bucket, '', '', '', '')).uploads.map(
          ({ key }) => key,
        ),
    };
  });

  describe('an address', () => {
    const store = createS3Store(options);

    test.each([
      'orders.xlsx',
      '订单 2024年+汇总.xlsx',
      `R&D's "Q1" (50%).csv`,
      'a;b,c*d.xlsx',
      '😀.xlsx',
    ])('gives the file under its name: %s', async (fileName) => {
      const key = newKey();
      await store.put(key, inChunks(Buffer.from('rows')));
      const answer = await fetch((await store.address(key, { fileName, expiresMs: 60_000 })) ?? '');
      expect(await answer.text()).toBe('rows');
      expect(answer.headers.get('content-type')).toMatch(/spreadsheetml|text\/csv; charset=utf-8/);
      expect(savedName(answer)).toBe(fileName);
    });

    test('is refused when its time is over', async () => {
      const key = newKey();
      await store.put(key, inChunks(Buffer.from('rows')));
      const address = (await store.address(key, { fileName: 'a.xlsx', expiresMs: 1_000 })) ?? '';
      expect((await fetch(address)).status).toBe(200);
      await expect
        .poll(async () => (await fetch(address)).status, { timeout: 10_000, interval: 250 })
        .toBe(403);
    });

    test('opens no other file', async () => {
      const [key, other] = [newKey(), newKey()];
      for (const each of [key, other]) await store.put(each, inChunks(Buffer.from('rows')));
      const address = (await store.address(key, { fileName: 'a.xlsx', expiresMs: 60_000 })) ?? '';
      expect((await fetch(address.replace(key, other))).status).toBe(403);
    });

    test('of what is not there says file_gone', async () => {
      await expect(
        store.address(newKey(), { fileName: 'a.xlsx', expiresMs: 1_000 }),
      ).rejects.toMatchObject({ code: 'file_gone' });
    });

    test('begins with the public endpoint where there is one', async () => {
      const key = newKey();
      await store.put(key, inChunks(Buffer.from('rows')));
      const behind = createS3Store({ ...options, publicEndpoint: 'https://files.example.com' });
      const address = await behind.address(key, { fileName: 'a.xlsx', expiresMs: 60_000 });
      expect(address).toMatch(
        new RegExp(`^https://files\\.example\\.com/${options.bucket}/${key}\\?`),
      );
    });
  });

  test('more than one page of objects is listed and removed', { timeout: 60_000 }, async () => {
    const store = createS3Store(options);
    const root = newKey();
    for (let n = 0; n < 1_050; n += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store.put(`${root}/${n + index}`, inChunks(Buffer.from('x'))),
        ),
      );
    }
    const keys = new Set<string>();
    for await (const { key } of store.list(root)) keys.add(key);
    expect(keys.size).toBe(1_050);
    await store.removeAll(root);
    for await (const { key } of store.list(root)) expect.unreachable(`${key} is still there`);
  });

  describe('ready', () => {
    test('makes a missing bucket, also when two processes start at once', async () => {
      const fresh = { ...options, bucket: `storage-${randomUUID()}` };
      await Promise.all(Array.from({ length: 5 }, () => createS3Store(fresh).ready()));
      await createS3Store(fresh).put(newKey(), inChunks(Buffer.from('x')));
    });

    test('refuses a wrong secret, saying so', async () => {
      const store = createS3Store({ ...options, secretKey: 'wrong-secret' });
      await expect(store.ready()).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: false,
        cause: { code: 'SignatureDoesNotMatch' },
      });
      await expect(store.put(newKey(), inChunks(Buffer.from('x')))).rejects.toMatchObject({
        code: 'store_unavailable',
      });
    });

    test('refuses an unknown access key', async () => {
      await expect(
        createS3Store({ ...options, accessKey: 'nobody' }).ready(),
      ).rejects.toMatchObject({
        cause: { code: 'InvalidAccessKeyId' },
      });
    });

    test('refuses an address where nobody listens', async () => {
      await expect(
        createS3Store({ ...options, endpoint: 'http://127.0.0.1:1' }).ready(),
      ).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: true,
      });
    });

    test('an endpoint that is no origin is refused at once', () => {
      for (const endpoint of ['minio:9000', 'ftp://minio', 'http://minio/path', '']) {
        expect(() => createS3Store({ ...options, endpoint })).toThrow(/not an S3 endpoint/);
      }
    });
  });
});

/** The name a browser saves, from the UTF-8 form (RFC 8187). */
function savedName(answer: Response): string {
  const header = answer.headers.get('content-disposition') ?? '';
  return decodeURIComponent(/filename\*=UTF-8''([^;]*)$/.exec(header)?.[1] ?? '');
}
