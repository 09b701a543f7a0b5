/** The store dies, or is full, while an upload comes in: nobody blames the person who sent it. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type CutOffProxy, startCutOffProxy } from '../support/cut-off-proxy.js';
import { mountSmallDisk } from '../support/small-disk.js';
import { type System, startSystem } from '../support/system.js';

const MEBIBYTE = 1024 * 1024;
const BOUNDARY = 'x'.repeat(30);
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="type"\r\n\r\nproducts\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`;
const END = `\r\n--${BOUNDARY}--\r\n`;
/** Delimited text. */
const rows = (bytes: number) => Buffer.alloc(bytes, 'sku,name\n');

/** An upload whose bytes the test sends; `answer` once it has sent all. */
function beginUpload(system: System) {
  const { hostname, port } = new URL(system.url);
  const headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'x-owner': 'ann',
  };
  const path = '/api/registerImportTask';
  const upload = request({ hostname, port, method: 'POST', path, headers });
  const answer = new Promise<{ status: number | undefined; code: string }>((resolve, reject) => {
    upload.on('error', reject);
    upload.on('response', async (response) => {
      const { code } = JSON.parse(await text(response));
      resolve({ status: response.statusCode, code });
    });
  });
  upload.write(HEAD);
  return { upload, answer };
}

const failure = (system: System) => system.api.logged('call failed', 5_000);

async function expectNoTrace(system: System): Promise<void> {
  expect(await system.status({ kind: 'import', type: 'products' })).toMatchObject({ status: 0 });
}

async function expectUploadTaken(system: System): Promise<void> {
  const file = { name: 'a.csv', bytes: rows(1_000) };
  const { status, body } = await system.registerImport('products', file);
  expect({ status, state: body.state }).toEqual({ status: 202, state: true });
}

const disk = mountSmallDisk(4 * MEBIBYTE);

describe.skipIf(disk === null)('a disk that is full', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      workers: 0,
      env: { SHOP_ORDERS: '10', STORAGE_DIR: disk?.directory ?? '' },
    });
  });
  afterAll(async () => {
    await system?.stop();
    disk?.unmount();
  });

  test('answers 507, says why in the log, and keeps nothing of the upload', async () => {
    const { upload, answer } = beginUpload(system);
    upload.end(Buffer.concat([rows(8 * MEBIBYTE), Buffer.from(END)]));
    expect(await answer).toEqual({ status: 507, code: 'store_full' });
    expect(await failure(system)).toMatchObject({
      code: 'store_full',
      err: { cause: { code: 'ENOSPC' } },
    });
    expect(system.storedFiles()).toEqual([]);
    await expectNoTrace(system);
    await expectUploadTaken(system);
  });
});

const s3 = inject('s3');

describe.skipIf(s3 === null)('an S3 server that dies', () => {
  let system: System;
  let proxy: CutOffProxy;
  beforeAll(async () => {
    if (s3 === null) return;
    proxy = await startCutOffProxy(s3.endpoint);
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      workers: 0,
      env: {
        SHOP_ORDERS: '10',
        S3_ENDPOINT: proxy.endpoint,
        S3_REGION: s3.region,
        S3_ACCESS_KEY: s3.accessKey,
        S3_SECRET_KEY: s3.secretKey,
        S3_BUCKET: `cut-${process.pid}-${Date.now()}`,
      },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await proxy?.stop();
  });

  test('answers 503, says why in the log, and the next upload is taken when it is back', async () => {
    const { upload, answer } = beginUpload(system);
    upload.write(rows(12 * MEBIBYTE));
    await waitUntil(() => proxy.received() > 8 * MEBIBYTE, { what: 'a part to be on its way' });
    proxy.cut();
    upload.end(Buffer.concat([rows(12 * MEBIBYTE), Buffer.from(END)]));
    expect(await answer).toEqual({ status: 503, code: 'store_unavailable' });
    expect(await failure(system)).toMatchObject({
      code: 'store_unavailable',
      err: { message: expect.stringContaining('uploads/'), cause: { type: 'Error' } },
    });
    proxy.restore();
    await expectNoTrace(system);
    await expectUploadTaken(system);
  });
});

test.runIf(s3 === null)('the S3 server is left out: none can be had on this machine', () => {
  console.warn('SKIPPED: no S3 server can be had on this machine');
});
