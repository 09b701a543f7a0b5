/**
 * Files in MinIO or any S3. Made by create-store.ts; s3-upload.ts and s3-read.ts move the bytes.
 */
import { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import { contentDisposition } from './content-disposition.js';
import { contentTypeOf } from './content-type.js';
import { checkKey } from './object-key.js';
import type { AddressOptions, ObjectInfo, ObjectStore } from './object-store.js';
import { checkS3 } from './s3-check.js';
import { connectS3, type S3, type S3Options } from './s3-client.js';
import { isMissing, S3StatusError, s3Unavailable } from './s3-errors.js';
import { readKeptFromS3 } from './s3-kept.js';
import { readFromS3 } from './s3-read.js';
import { ask } from './s3-request.js';
import { abortAllUploads } from './s3-unfinished.js';
import { uploadToS3 } from './s3-upload.js';
import { codeOf, fileGone, reasonOf, storeUnavailable } from './store-errors.js';

const LISTED_AT_ONCE = 1_000;
const BUCKET_EXISTS = new Set(['BucketAlreadyExists', 'BucketAlreadyOwnedByYou']);
const LONGEST_ADDRESS_S = 7 * 24 * 3_600;

/**
 * The bucket is made by `ready()` when it is missing. Throws AppError `internal` when an endpoint
 * is not an origin.
 */
export function createS3Store(options: S3Options): ObjectStore {
  const s3 = connectS3(options);
  const store: ObjectStore = {
    put: (key, source, putOptions) => uploadToS3(s3, key, source, putOptions),
    readKept: (kept, endBytes, signal) => readKeptFromS3(s3, kept, endBytes, signal),
    stat: async (key) => stat(s3, checkKey(key)),
    read: async (key, range, signal) => read(s3, checkKey(key), range, signal),
    remove: async (key) => remove(s3, checkKey(key)),
    removeAll: async (prefix) => removeAll(s3, checkKey(prefix)),
    removeUnfinished: (isAbandoned) => removeUnfinished(s3, isAbandoned),
    list: (prefix) => list(s3, prefix === '' ? '' : `${checkKey(prefix)}/`),
    address: async (key, addressOptions) => address(s3, checkKey(key), addressOptions),
    ready: () => ready(s3),
    check: () => checkS3(s3, store),
  };
  return store;
}

async function stat(s3: S3, key: string): Promise<ObjectInfo | null> {
  try {
    const { size, lastModified } = await ask(s3, (client) => client.statObject(s3.bucket, key));
    return { key, sizeBytes: size, modifiedAt: lastModified };
  } catch (error) {
    if (isMissing(error)) return null;
    throw s3Unavailable(`look up ${key}`, error);
  }
}

async function existing(s3: S3, key: string): Promise<ObjectInfo> {
  const info = await stat(s3, key);
  if (info === null) throw fileGone(key);
  return info;
}

async function read(
  s3: S3,
  key: string,
  range?: { start: number; end: number },
  signal?: AbortSignal,
): Promise<Readable> {
  if (range === undefined) return readFromS3(s3, key, { start: 0, length: 0 }, signal);
  const length = range.end - range.start;
  if (length > 0) return readFromS3(s3, key, { start: range.start, length }, signal);
  await existing(s3, key);
  return Readable.from([]);
}

const remove = (s3: S3, key: string): Promise<void> =>
  unlessUnavailable(
    `remove ${key}`,
    ask(s3, (client) => client.removeObject(s3.bucket, key)),
  );

async function removeAll(s3: S3, prefix: string): Promise<void> {
  const doing = `remove all under ${prefix}/`;
  await unlessUnavailable(
    doing,
    abortAllUploads(s3, (key) => key.startsWith(`${prefix}/`)),
  );
  for await (const page of pages(s3, `${prefix}/`)) {
    const keys = page.map(({ key }) => key);
    const refused = await unlessUnavailable(
      doing,
      ask(s3, (client) => client.removeObjects(s3.bucket, keys), s3.transferTimeoutMs),
    );
    if (refused.length > 0) throw storeUnavailable(doing, new Error(JSON.stringify(refused[0])));
  }
}

const removeUnfinished = (
  s3: S3,
  isAbandoned: (key: string) => boolean | Promise<boolean>,
): Promise<void> =>
  unlessUnavailable('remove unfinished uploads', abortAllUploads(s3, isAbandoned));

async function* list(s3: S3, prefix: string): AsyncGenerator<ObjectInfo> {
  for await (const page of pages(s3, prefix)) yield* page;
}

async function* pages(s3: S3, prefix: string): AsyncGenerator<ObjectInfo[]> {
  let token = '';
  do {
    const page = await unlessUnavailable(
      `list ${prefix}`,
      ask(
        s3,
        (client) => client.listObjectsV2Query(s3.bucket, prefix, token, '', LISTED_AT_ONCE, ''),
        s3.transferTimeoutMs,
      ),
    );
    yield page.objects.flatMap(({ name, size, lastModified }) =>
      name === undefined ? [] : [{ key: name, sizeBytes: size, modifiedAt: lastModified }],
    );
    token = page.isTruncated ? page.nextContinuationToken : '';
  } while (token !== '');
}

async function address(
  s3: S3,
  key: string,
  { fileName, expiresMs }: AddressOptions,
): Promise<string> {
  await existing(s3, key);
  const seconds = Math.min(Math.ceil(expiresMs / 1_000), LONGEST_ADDRESS_S);
  return s3.signer.presignedGetObject(s3.bucket, key, seconds, {
    'response-content-disposition': contentDisposition(fileName),
    'response-content-type': contentTypeOf(fileName),
  });
}

async function ready(s3: S3): Promise<void> {
  try {
    if (!(await bucketExists(s3))) await makeBucket(s3);
  } catch (error) {
    throw notReady(s3, error);
  }
}

function notReady({ endpoint, bucket }: S3, error: unknown): AppError {
  const { retryable, cause } = s3Unavailable(`use the bucket ${bucket}`, error);
  const isSilent = retryable && !(cause instanceof S3StatusError);
  return new AppError('store_unavailable', {
    message: `The S3 server at ${new URL(endpoint).host} ${
      isSilent ? 'does not answer' : `does not serve the bucket ${bucket}`
    }: ${reasonOf(cause)}`,
    cause,
    retryable,
  });
}

/** A refused HEAD does not say why, so the refusal is asked for once more in a form that does. */
async function bucketExists(s3: S3): Promise<boolean> {
  try {
    return await ask(s3, (client) => client.bucketExists(s3.bucket));
  } catch (error) {
    if (codeOf(error) !== 'AccessDenied') throw error;
    await ask(s3, (client) => client.listObjectsV2Query(s3.bucket, '', '', '/', 1, ''));
    return true;
  }
}

async function makeBucket(s3: S3): Promise<void> {
  try {
    await ask(s3, (client) => client.makeBucket(s3.bucket, s3.region), s3.transferTimeoutMs);
  } catch (error) {
    // another process may have been first, and servers do not agree on how they say so
    if (!BUCKET_EXISTS.has(codeOf(error)) || !(await bucketExists(s3))) throw error;
  }
}

const unlessUnavailable = <T>(doing: string, answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw s3Unavailable(doing, error);
  });
