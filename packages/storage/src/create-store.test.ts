/** Which store a configuration gives. */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inChunks, newKey } from './conformance.js';
import { createStore } from './create-store.js';

test('s3 gives the S3 store: it asks the server', async () => {
  const store = createStore({
    s3: {
      endpoint: 'http://127.0.0.1:1',
      bucket: 'any',
      accessKey: 'any',
      secretKey: 'any-secret',
    },
  });
  await expect(store.stat('a')).rejects.toMatchObject({
    code: 'store_unavailable',
    cause: { code: 'ECONNREFUSED' },
  });
});

test('a directory gives the disk store, which makes it at need', async () => {
  const directory = join(tmpdir(), newKey().replace('/', '-'));
  const store = createStore({ directory });
  await expect(store.put('a', inChunks(Buffer.from('rows')))).resolves.toEqual({ sizeBytes: 4 });
  await rm(directory, { recursive: true });
});
