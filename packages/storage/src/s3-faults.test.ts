/**
 * The S3 store when network and server fail: through a proxy that fails on command, and with a
 * server that is stopped and killed.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { findMinio, startMinio } from '@longshore/infra';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { inChunks, newKey } from './conformance.js';
import type { ObjectStore, S3Options } from './index.js';
import { createS3Store } from './s3-store.js';
import { type Fault, startTcpProxy, type TcpProxy } from './testing/start-tcp-proxy.js';

const MIB = 1024 * 1024;
const QUICK = { timeoutMs: 400, transferTimeoutMs: 400 };
/** For a busy machine: silence is not taken for slowness. */
const LIMITS = { timeoutMs: 2_000, transferTimeoutMs: 1_000 };
/** A bound against hanging, not a measure of speed. */
const SOON_MS = 10_000;
const UNAVAILABLE = { code: 'store_unavailable', retryable: true };

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a server that takes connections and never answers', () => {
  const held = new Set<Socket>();
  const server = createServer((socket) => held.add(socket.on('error', () => {})));
  let options: S3Options;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server that listens has one
    options = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'any',
      accessKey: 'any',
      secretKey: 'any-secret',
    };
  });
  afterAll(() => {
    for (const socket of held) socket.destroy();
    server.close();
  });

  test.concurrent.each<[string, (store: ObjectStore) => Promise<unknown>]>([
    ['ready', (store) => store.ready()],
    ['stat', (store) => store.stat('a')],
    ['read', (store) => store.read('a')],
    ['remove', (store) => store.remove('a')],
    ['address', (store) => store.address('a', { fileName: 'a.xlsx', expiresMs: 1_000 })],
  ])('is given up by %s within 2 s, by its defaults', async (_, call) => {
    const began = performance.now();
    await expect(call(createS3Store(options))).rejects.toMatchObject(UNAVAILABLE);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test.concurrent.each<[string, (store: ObjectStore) => Promise<unknown>]>([
    ['list', (store) => store.list('a')[Symbol.asyncIterator]().next()],
    ['removeAll', (store) => store.removeAll('a')],
    ['removeUnfinished', (store) => store.removeUnfinished(() => true)],
    ['a small put', (store) => store.put('a', inChunks(randomBytes(10)))],
    ['a large put', (store) => store.put('a', inChunks(randomBytes(20 * MIB)))],
  ])('is given up by %s', async (_, call) => {
    await expect(call(createS3Store({ ...options, ...QUICK }))).rejects.toMatchObject(UNAVAILABLE);
  });

  test('does not outlast the abort of a put', async () => {
    const abort = new AbortController();
    server.once('connection', () => abort.abort(new Error('cancelled')));
    const began = performance.now();
    const put = createS3Store({ ...options, timeoutMs: 400, transferTimeoutMs: 60_000 }).put(
      'a',
      inChunks(randomBytes(20 * MIB)),
      {
        signal: abort.signal,
      },
    );
    await expect(put).rejects.toThrow('cancelled');
    expect(performance.now() - began).toBeLessThan(SOON_MS);
  });
});

const given = inject('s3');

describe.skipIf(given === null)('a network that fails', () => {
  // Not run without a server.
  const direct: S3Options = {
    ...(given as NonNullable<typeof given>),
    bucket: `faults-${randomUUID()}`,
  };
  const straight = createS3Store(direct);
  let proxy: TcpProxy;
  let store: ObjectStore;
  beforeAll(() => straight.ready());
  beforeEach(async () => {
    proxy = await startTcpProxy(direct.endpoint);
    store = createS3Store({ ...direct, endpoint: proxy.endpoint, ...LIMITS });
  });
  afterEach(() => proxy.stop());

  const stored = async (key: string) => hash(await buffer(await straight.read(key)));

  test.each<[string, Fault, number]>([
    ['resets in the middle of a part', { kind: 'reset', fromClient: 3 * MIB }, 3],
    [
      'a lost answer to the begin of an upload',
      { kind: 'lost-answer', to: /^POST \S+\?uploads/ },
      1,
    ],
    ['lost answers to parts', { kind: 'lost-answer', to: /^PUT \S+partNumber=/ }, 3],
    [
      'a lost answer to the end of an upload',
      { kind: 'lost-answer', to: /^POST \S+\?uploadId=/ },
      1,
    ],
    ['a lost answer to the last check', { kind: 'lost-answer', to: /^HEAD / }, 1],
    ['answers of 503', { kind: 'busy' }, 3],
  ])('by %s: the upload goes on and the object is right', async (_, fault, times) => {
    const key = newKey();
    const content = randomBytes(30 * MIB);
    proxy.inject(fault, times);
    expect(await store.put(key, inChunks(content))).toEqual({ sizeBytes: content.length });
    expect(proxy.counts().struck).toBe(times);
    expect(await stored(key)).toBe(hash(content));
  });

  test.each<[string, Fault]>([
    ['a reset', { kind: 'reset', fromServer: 0 }],
    ['an answer of 503', { kind: 'busy' }],
  ])('by %s: a small request is made again', async (_, fault) => {
    proxy.inject(fault, 1);
    await store.ready();
    expect(proxy.counts().struck).toBe(1);
  });

  test('again and again: the error says what the server said', async () => {
    proxy.inject({ kind: 'busy' }, 100);
    // an answer to HEAD has no body
    await expect(store.stat(newKey())).rejects.toThrow(/look up .* the store answered 503$/);
    await expect(store.read(newKey())).rejects.toThrow(/read .* the store answered 503 SlowDown/);
  });

  test('by a store without room: the upload ends at once, and says so', async () => {
    proxy.inject({ kind: 'full' }, 100);
    await expect(store.put(newKey(), inChunks(Buffer.from('x')))).rejects.toMatchObject({
      code: 'store_full',
      retryable: true,
      cause: { code: 'XMinioStorageFull' },
    });
  });

  test('in the middle of a read: it goes on where it stopped', async () => {
    const key = newKey();
    const content = randomBytes(20 * MIB);
    await straight.put(key, inChunks(content));
    proxy.inject({ kind: 'reset', fromServer: 3 * MIB }, 4);
    expect(hash(await buffer(await store.read(key, { start: 5, end: content.length - 5 })))).toBe(
      hash(content.subarray(5, -5)),
    );
    expect(proxy.counts().struck).toBe(4);
  });

  test('is not suspected when the consumer takes its time', async () => {
    const key = newKey();
    const content = randomBytes(20 * MIB);
    await straight.put(key, inChunks(content));
    const chunks: Buffer[] = [];
    for await (const chunk of await store.read(key)) {
      if (chunks.length === 50) await sleep(LIMITS.transferTimeoutMs * 2);
      chunks.push(chunk);
    }
    expect(hash(Buffer.concat(chunks))).toBe(hash(content));
    expect(proxy.counts().connections).toBe(1);
  });

  test('by silence in the middle of a read: the stream fails', async () => {
    const key = newKey();
    await straight.put(key, inChunks(randomBytes(40 * MIB)));
    const stream = await store.read(key);
    proxy.hang();
    await expect(buffer(stream)).rejects.toMatchObject(UNAVAILABLE);
  });

  test('by a short silence: it is waited out', async () => {
    const key = newKey();
    const content = randomBytes(20 * MIB);
    proxy.hang();
    const put = store.put(key, inChunks(content));
    await sleep(LIMITS.transferTimeoutMs / 2);
    proxy.hang(false);
    await put;
    expect(await stored(key)).toBe(hash(content));
    // one for each part at once: none was sent again
    expect(proxy.counts().connections).toBeLessThanOrEqual(3);
  });

  test.each<[string, () => unknown]>([
    ['silence', () => proxy.hang()],
    ['an end', () => proxy.stop()],
  ])(
    'by %s in the middle of an upload: the put fails, the source ends, and what is left can be removed later',
    async (_, fail) => {
      const key = newKey();
      const source = new PassThrough();
      const put = store.put(key, source);
      put.catch(() => {}); // heard below
      source.write(randomBytes(9 * MIB));
      await expect
        .poll(() => proxy.counts().fromClient, { timeout: SOON_MS })
        .toBeGreaterThan(5 * MIB);
      await fail();
      source.write(randomBytes(20 * MIB));
      await expect(put).rejects.toMatchObject(UNAVAILABLE);
      expect(source.destroyed).toBe(true);
      await straight.removeUnfinished((found) => found === key);
      expect(await straight.stat(key)).toBeNull();
    },
  );
});

const minio = await findMinio();

describe.skipIf(minio === null)('a MinIO of our own', () => {
  let dir: string;
  let server: Awaited<ReturnType<typeof startMinio>>;
  let options: S3Options;
  const start = async () => {
    server = await startMinio({ binary: minio ?? '', dir });
    options = { ...server, bucket: 'own', ...QUICK };
    await createS3Store({ ...options, timeoutMs: 5_000 }).ready();
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'longshore-minio-'));
    await start();
  });
  afterEach(async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  });

  /** A put that has begun its upload and waits for more rows. */
  async function halfway(
    store: ObjectStore,
    key: string,
  ): Promise<{ source: PassThrough; put: Promise<unknown> }> {
    const source = new PassThrough();
    const put = store.put(key, source);
    put.catch(() => {}); // heard below
    source.write(randomBytes(20 * MIB));
    await expect.poll(() => source.writableLength, { timeout: SOON_MS }).toBe(0);
    return { source, put };
  }

  test('that is stopped (SIGSTOP) is given up in time, and serves again when it goes on', async () => {
    const store = createS3Store(options);
    const { source, put } = await halfway(store, 'a/1');
    process.kill(server.pid ?? 0, 'SIGSTOP');
    source.end(randomBytes(20 * MIB));
    await expect(put).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.ready()).rejects.toMatchObject(UNAVAILABLE);
    process.kill(server.pid ?? 0, 'SIGCONT');
    await expect.poll(() => store.ready().then(() => 'ready'), { timeout: SOON_MS }).toBe('ready');
    await store.removeAll('a');
    expect(await store.stat('a/1')).toBeNull();
  });

  test('that is killed (SIGKILL) in the middle of an upload leaves no object, also after it is started again', async () => {
    const { source, put } = await halfway(createS3Store(options), 'a/1');
    process.kill(server.pid ?? 0, 'SIGKILL');
    source.end(randomBytes(20 * MIB));
    await expect(put).rejects.toMatchObject(UNAVAILABLE);
    await start();
    const store = createS3Store(options);
    expect(await store.stat('a/1')).toBeNull();
    await store.put('a/1', inChunks(Buffer.from('rows')));
    expect((await buffer(await store.read('a/1'))).toString()).toBe('rows');
  });
});
