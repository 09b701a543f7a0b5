/**
 * What the S3 store does with servers that are not like MinIO: each oddity was seen on a server
 * that docs/compatibility.md names, and is put in front of a real server by a proxy.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { inChunks, newKey } from './conformance.js';
import type { ObjectStore, S3Options } from './index.js';
import { createS3Store } from './s3-store.js';
import {
  type Asked,
  type HttpProxy,
  type Reply,
  startHttpProxy,
} from './testing/start-http-proxy.js';

const MIB = 1024 * 1024;
const given = inject('s3');

const errorXml = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
const isBegin = ({ method, url }: Asked) => method === 'POST' && /[?&]uploads/.test(url);
const isPart = ({ method, url }: Asked) => method === 'PUT' && /[?&]partNumber=/.test(url);
const isListing = ({ method, url }: Asked) => method === 'GET' && /[?&]list-type=2/.test(url);
const isUploadListing = ({ method, url }: Asked) => method === 'GET' && /[?&]uploads/.test(url);
const isAbort = ({ method, url }: Asked) => method === 'DELETE' && /[?&]uploadId=/.test(url);

/** The real answer with a text of its body replaced. */
const altered =
  (isMeant: (asked: Asked) => boolean, from: RegExp, to: string): Reply =>
  (asked, pass) =>
    isMeant(asked)
      ? pass().then(({ status, body }) => ({ status, body: body.replaceAll(from, to) }))
      : null;

describe.skipIf(given === null)('an S3 server', () => {
  // Not run without a server.
  const direct: S3Options = {
    ...(given as NonNullable<typeof given>),
    bucket: `odd-${randomUUID()}`,
  };
  const straight = createS3Store(direct);
  let proxy: HttpProxy;
  let store: ObjectStore;
  beforeAll(() => straight.ready());
  beforeEach(async () => {
    proxy = await startHttpProxy(direct.endpoint);
    store = createS3Store({ ...direct, endpoint: proxy.endpoint, timeoutMs: 5_000 });
  });
  afterEach(() => proxy.stop());

  /** Keys of unfinished uploads, without ending one. */
  async function unfinished(): Promise<string[]> {
    const keys: string[] = [];
    await straight.removeUnfinished((key) => {
      keys.push(key);
      return false;
    });
    return keys;
  }

  describe('that has the bucket already when it is made', () => {
    /** The first look is answered before another process makes the bucket. */
    const lateLook = (code: string): Reply => {
      let looks = 0;
      return (asked, pass) => {
        if (asked.method === 'HEAD' && looks++ === 0)
          return Promise.resolve({ status: 404, body: '' });
        if (asked.method === 'PUT')
          return pass().then(() => ({ status: 409, body: errorXml(code) }));
        return null;
      };
    };

    test.each(['BucketAlreadyExists', 'BucketAlreadyOwnedByYou'])(
      'and says %s is ready',
      async (code) => {
        proxy.reply(lateLook(code));
        await expect(store.ready()).resolves.toBeUndefined();
      },
    );

    test('and does not let us use it is not', async () => {
      proxy.reply(({ method }) =>
        Promise.resolve(
          method === 'PUT'
            ? { status: 409, body: errorXml('BucketAlreadyExists') }
            : { status: 404, body: '' },
        ),
      );
      await expect(store.ready()).rejects.toMatchObject({
        code: 'store_unavailable',
        cause: { code: 'BucketAlreadyExists' },
      });
    });
  });

  test.each([
    [403, 'XAdminUserNotFound'],
    [403, 'SomethingNew'],
    [400, 'NobodyKnows'],
  ])(
    'that refuses with %i and the unknown code %s is asked once, and the code is told',
    async (status, code) => {
      proxy.reply(() => Promise.resolve({ status, body: errorXml(code) }));
      const put = store.put(newKey(), inChunks(randomBytes(10)));
      await expect(put).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: false,
        message: expect.stringContaining(`: ${code}: No.`),
      });
      expect(proxy.asked.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    },
  );

  test.each(['SlowDown', 'RequestTimeout', 'InternalError'])(
    'that says %s with a 400 is asked again',
    async (code) => {
      let refusals = 0;
      proxy.reply(({ method }) =>
        method === 'PUT' && refusals++ === 0
          ? Promise.resolve({ status: 400, body: errorXml(code) })
          : null,
      );
      await expect(store.put(newKey(), inChunks(randomBytes(10)))).resolves.toEqual({
        sizeBytes: 10,
      });
    },
  );

  test('that says each upload began in 2010 ends none that is not said to be abandoned', async () => {
    const key = newKey();
    proxy.reply(
      altered(isUploadListing, /<Initiated>[^<]*/g, '<Initiated>2010-11-10T23:32:13.000Z'),
    );
    const asked: string[] = [];
    const put = store.put(key, inChunks(randomBytes(20 * MIB)));
    await expect
      .poll(async () => {
        await store.removeUnfinished((found) => asked.push(found) === 0);
        return asked;
      })
      .toContain(key);
    await expect(put).resolves.toEqual({ sizeBytes: 20 * MIB });
  });

  test('whose upload comes back after an abort, for a part was on its way, is looked at again', async () => {
    const key = newKey();
    let aborts = 0;
    // the real upload goes on: as if a late part had brought it back
    proxy.reply((asked) =>
      isAbort(asked) && aborts++ < 2 ? Promise.resolve({ status: 204, body: '' }) : null,
    );
    const abort = new AbortController();
    const put = store.put(key, inChunks(randomBytes(20 * MIB)), { signal: abort.signal });
    put.catch(() => {}); // heard below
    await expect.poll(unfinished).toContain(key);
    abort.abort(new Error('cancelled'));
    await expect(put).rejects.toThrow('cancelled');
    expect(aborts).toBe(3);
    expect(await unfinished()).not.toContain(key);
  });

  test('that lists an upload for ever that is not there leaves nothing undone', async () => {
    const key = newKey();
    let listed = '';
    proxy.reply((asked, pass) =>
      isUploadListing(asked)
        ? pass().then(({ status, body }) => {
            if (body.includes(key)) listed = body;
            return { status, body: listed || body };
          })
        : null,
    );
    const abort = new AbortController();
    const put = store.put(key, inChunks(randomBytes(20 * MIB)), {
      signal: abort.signal,
      unfinished: { onKept: () => abort.abort(new Error('cancelled')), isLeft: () => true },
    });
    await expect(put).rejects.toThrow('cancelled');
    await store.removeUnfinished((found) => found === key);
    expect(listed).toContain(key);
    expect(await unfinished()).not.toContain(key);
    await store.removeAll(key.slice(0, key.lastIndexOf('/')));
  });

  test('that does not list an upload has it aborted all the same, by its id', async () => {
    const key = newKey();
    proxy.reply(altered(isUploadListing, /<Upload>.*<\/Upload>/gs, ''));
    const abort = new AbortController();
    const put = store.put(key, inChunks(randomBytes(20 * MIB)), { signal: abort.signal });
    put.catch(() => {}); // heard below
    await expect.poll(() => proxy.asked.some(isPart)).toBe(true);
    abort.abort(new Error('cancelled'));
    await expect(put).rejects.toThrow('cancelled');
    expect(await unfinished()).not.toContain(key);
  });

  describe('is told at the start by name that it cannot', () => {
    test.each<[string, Reply]>([
      [
        'begin a multipart upload',
        altered(isBegin, /InitiateMultipartUploadResult/g, 'InitiateMultipartUpload'),
      ],
      ['list objects', altered(isListing, /<Contents>.*<\/Contents>/gs, '')],
      [
        'list unfinished uploads',
        (asked) =>
          isUploadListing(asked)
            ? Promise.resolve({ status: 501, body: errorXml('NotImplemented') })
            : null,
      ],
      [
        'join two parts',
        ({ method, url }, pass) =>
          method === 'GET' && !url.includes('?')
            ? pass().then(({ body }) => ({ status: 206, body: body.replace('!', '?') }))
            : null,
      ],
      [
        'abort a multipart upload',
        (asked) => (isAbort(asked) ? Promise.resolve({ status: 204, body: '' }) : null),
      ],
    ])('%s', async (ability, reply) => {
      proxy.reply(reply);
      const began = performance.now();
      await expect(store.check()).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: false,
        message: expect.stringContaining(`The S3 server at ${proxy.endpoint} cannot ${ability}: `),
      });
      expect(performance.now() - began).toBeLessThan(5_000);
    });

    test('and an outage is told as an outage', async () => {
      proxy.reply((asked) =>
        isBegin(asked) ? Promise.resolve({ status: 503, body: errorXml('SlowDown') }) : null,
      );
      await expect(store.check()).rejects.toMatchObject({ retryable: true });
    });
  });

  test('that passed its check is not checked again for a week: one look-up', async () => {
    const before = await unfinished();
    await store.check();
    expect(await unfinished()).toEqual(before);
    proxy.asked.length = 0;
    await store.check();
    expect(proxy.asked.map(({ method }) => method)).toEqual(['HEAD']);
  });
});
