/**
 * Uploads a stream of unknown size: one plain put when it fits in a part, else a multipart upload
 * with parts in parallel.
 * minio's own putObject(stream) is not used: without a size it buffers 528 MiB parts, resumes
 * another writer's unfinished upload of the key, and never settles when the source dies.
 */
import type { Readable } from 'node:stream';
import type { Client } from 'minio';
import { cutParts, type Part } from './cut-parts.js';
import { checkKey } from './object-key.js';
import type { PutOptions, Unfinished } from './object-store.js';
import type { S3 } from './s3-client.js';
import { s3Unavailable } from './s3-errors.js';
import { ask, transfer } from './s3-request.js';
import { abortUploadsOf } from './s3-unfinished.js';
import { type StopSignal, stopSignal } from './stop-signal.js';
import { storeUnavailable } from './store-errors.js';

/** The least that S3 takes; each is in memory until it is sent. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 3;

interface Upload extends StopSignal {
  readonly s3: S3;
  readonly key: string;
  readonly contentType: string;
  /** Ids of the multipart uploads that were begun. */
  readonly begun: string[];
  readonly unfinished: Unfinished | undefined;
}

/** Throws as ObjectStore.put does. */
export async function uploadToS3(
  s3: S3,
  key: string,
  source: Readable,
  options: PutOptions = {},
): Promise<{ sizeBytes: number }> {
  const upload: Upload = {
    s3,
    key,
    contentType: options.contentType ?? 'application/octet-stream',
    begun: [],
    unfinished: options.unfinished,
    ...stopSignal(options.signal),
  };
  const parts = cutParts(source, PART_BYTES, upload.signal);
  try {
    checkKey(key);
    const first = await parts.next();
    if (first.done) throw new Error('cutParts gives at least one part');
    return { sizeBytes: await allOrNothing(upload, first.value, parts) };
  } catch (error) {
    upload.stop(error);
    throw upload.signal.reason;
  }
}

async function allOrNothing(
  upload: Upload,
  first: Part,
  rest: AsyncGenerator<Part>,
): Promise<number> {
  try {
    return first.last
      ? await putWhole(upload, first)
      : await putParts(upload, startingWith(first, rest));
  } catch (error) {
    upload.stop(error);
    if (upload.unfinished?.isLeft() !== true) await discard(upload);
    throw error;
  }
}

async function putWhole(upload: Upload, { bytes }: Part): Promise<number> {
  const { s3, key } = upload;
  await send(upload, 'put', (client) =>
    client.putObject(s3.bucket, key, bytes, bytes.length, headersOf(upload)),
  );
  return bytes.length;
}

async function putParts(upload: Upload, parts: AsyncGenerator<Part>): Promise<number> {
  const { s3, key } = upload;
  const uploadId = await send(upload, 'begin', (client) =>
    client.initiateNewMultipartUpload(s3.bucket, key, headersOf(upload)),
  );
  upload.begun.push(uploadId);
  const etags: { part: number; etag: string }[] = [];
  const kept = keptParts(upload, uploadId);
  let sizeBytes = 0;
  await inLanes(upload, parts, async ({ number, bytes, release }) => {
    if (bytes.length === 0) return;
    const config = {
      bucketName: s3.bucket,
      objectName: key,
      uploadID: uploadId,
      partNumber: number,
      headers: {},
    };
    const { etag } = await send(upload, `upload part ${number} of`, (client) =>
      client.uploadPart(config, bytes),
    );
    etags.push({ part: number, etag });
    sizeBytes += bytes.length;
    kept(number, etag, bytes.length);
    release();
  });
  etags.sort((a, b) => a.part - b.part);
  await complete(upload, sizeBytes, (client) =>
    client.completeMultipartUpload(s3.bucket, key, uploadId, etags),
  );
  return sizeBytes;
}

/**
 * Tells of the parts that are stored without a gap. A store that gives no ETag could not say later
 * whether a part is the one that was sent, so of such parts nothing is told.
 */
function keptParts({ key, unfinished }: Upload, uploadId: string) {
  const stored = new Map<number, { readonly etag: string; readonly length: number }>();
  const parts: string[] = [];
  let sizeBytes = 0;
  return (number: number, etag: string, length: number): void => {
    stored.set(number, { etag, length });
    const before = parts.length;
    for (let next = stored.get(parts.length + 1); next?.etag; next = stored.get(parts.length + 1)) {
      parts.push(next.etag);
      sizeBytes += next.length;
    }
    if (parts.length > before)
      unfinished?.onKept({ key, sizeBytes, upload: uploadId, parts: [...parts] });
  };
}

/**
 * Each lane takes the next part when it has sent one, so no more than PARTS_AT_ONCE are in memory.
 * The first failure stops all; it ends when every lane has, so that nothing is sent after it.
 */
async function inLanes(
  upload: Upload,
  parts: AsyncGenerator<Part>,
  sendPart: (part: Part) => Promise<void>,
): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let next = await parts.next(); !next.done; next = await parts.next())
      await sendPart(next.value);
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, () => lane().catch(upload.stop)));
  upload.signal.throwIfAborted();
}

/**
 * The size decides: an answer may get lost although the object was made, and some servers say yes
 * to a short one.
 */
async function complete(
  upload: Upload,
  sizeBytes: number,
  call: (client: Client) => Promise<unknown>,
): Promise<void> {
  const failure = await send(upload, 'complete', call).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const stored = await storedBytes(upload).catch((error: unknown) => {
    throw failure === null ? error : failure.error;
  });
  if (stored === sizeBytes) return;
  throw failure === null
    ? storeUnavailable(`keep ${upload.key}`, new Error(`${stored} of ${sizeBytes} bytes arrived`))
    : failure.error;
}

const storedBytes = (upload: Upload): Promise<number> =>
  send(upload, 'check', (client) => client.statObject(upload.s3.bucket, upload.key)).then(
    ({ size }) => size,
  );

/**
 * Best effort: the caller must hear what failed first, and what stays behind is found by removeAll
 * and removeUnfinished.
 */
async function discard({ s3, key, begun }: Upload): Promise<void> {
  const ended = abortUploadsOf(s3, key, begun);
  const removed = ask(s3, (client) => client.removeObject(s3.bucket, key));
  await Promise.allSettled([ended, removed]);
}

const send = <T>(
  { s3, key, signal }: Upload,
  doing: string,
  call: (client: Client) => Promise<T>,
): Promise<T> =>
  transfer(s3, signal, call).catch((error: unknown) => {
    throw s3Unavailable(`${doing} ${key}`, error);
  });

const headersOf = ({ contentType }: Upload): Record<string, string> => ({
  'Content-Type': contentType,
});

async function* startingWith(first: Part, rest: AsyncGenerator<Part>): AsyncGenerator<Part, void> {
  yield first;
  yield* rest;
}
