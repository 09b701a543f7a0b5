/**
 * Sends one small upload of two parts through an S3 server, from its begin to its removal, so that
 * a server that lacks something is told by name at the start and not by a lost export. Used by
 * s3-store.ts.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError } from '@longshore/contract';
import type { ObjectStore } from './object-store.js';
import type { S3 } from './s3-client.js';
import { canHeal, s3Unavailable } from './s3-errors.js';
import { ask } from './s3-request.js';
import { abortUpload, abortUploadsOf, unfinishedUploads } from './s3-unfinished.js';
import { reasonOf } from './store-errors.js';

const ROOT = 'start-checks';
/** Raised when the check asks for more. */
const VERSION = 'version 1';
const WEEK_MS = 7 * 24 * 3_600_000;
/** The least that every server takes for a part that is not the last one. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS = [Buffer.alloc(PART_BYTES, 'longshore '), Buffer.from('!')] as const;

type Files = Omit<ObjectStore, 'address' | 'ready' | 'check'>;

/**
 * Costs one look-up, and the upload itself once a week for each endpoint: a marker object says that
 * it passed. Throws as ObjectStore.check does.
 */
export async function checkS3(s3: S3, files: Files): Promise<void> {
  const week = `${ROOT}/${Math.floor(Date.now() / WEEK_MS)}`;
  const marker = `${week}/passed-${fingerprint(s3.endpoint)}`;
  if ((await files.stat(marker)) !== null) return;
  await uploadAndRemove(s3, files, `${week}/${randomUUID()}`);
  await files.put(marker, Readable.from([VERSION]));
  await removeEarlierWeeks(files, week);
}

const fingerprint = (endpoint: string): string =>
  createHash('sha256').update(`${endpoint} ${VERSION}`).digest('hex').slice(0, 16);

async function uploadAndRemove(s3: S3, files: Files, folder: string): Promise<void> {
  const key = `${folder}/two-parts`;
  const cannot = stepsOf(s3);
  try {
    const uploadId = await cannot('begin a multipart upload', () => begin(s3, key));
    const etags = await cannot('take a part of an upload', () => sendParts(s3, key, uploadId));
    await cannot('list unfinished uploads', () => expectListed(s3, key, uploadId));
    await cannot('complete a multipart upload', () =>
      ask(
        s3,
        (client) => client.completeMultipartUpload(s3.bucket, key, uploadId, etags),
        s3.transferTimeoutMs,
      ),
    );
    await cannot('join two parts', () => expectJoined(files, key));
    await cannot('list objects', () => expectObject(files, folder, key));
    await cannot('remove objects', () => expectRemoved(files, folder, key));
    await cannot('abort a multipart upload', () => expectAborted(s3, key));
  } catch (error) {
    await Promise.allSettled([abortUploadsOf(s3, key), files.remove(key)]); // the error says more
    throw error;
  }
}

/** A step that fails for an outage is an outage; any other failure is an ability that lacks. */
const stepsOf =
  (s3: S3) =>
  async <T>(doing: string, step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      const isOutage =
        error instanceof AppError ? error.retryable : !(error instanceof Lack) && canHeal(error);
      if (isOutage) throw s3Unavailable(`${doing}, for its check`, error);
      throw new AppError('store_unavailable', {
        message: `The S3 server at ${s3.endpoint} cannot ${doing}: ${reasonOf(error)} (see docs/compatibility.md)`,
        cause: error,
        retryable: false,
      });
    }
  };

/** The server answered, and the answer is wrong. */
class Lack extends Error {}

const begin = (s3: S3, key: string): Promise<string> =>
  ask(s3, (client) => client.initiateNewMultipartUpload(s3.bucket, key, {}));

function sendParts(
  s3: S3,
  key: string,
  uploadID: string,
): Promise<{ part: number; etag: string }[]> {
  const send = async (bytes: Buffer, index: number) => {
    const part = index + 1;
    const config = { bucketName: s3.bucket, objectName: key, uploadID, partNumber: part };
    const { etag } = await ask(
      s3,
      (client) => client.uploadPart({ ...config, headers: {} }, bytes),
      s3.transferTimeoutMs,
    );
    return { part, etag };
  };
  return Promise.all(PARTS.map(send));
}

async function expectListed(s3: S3, key: string, uploadId: string): Promise<void> {
  for await (const upload of unfinishedUploads(s3, ''))
    if (upload.key === key && upload.uploadId === uploadId) return;
  throw new Lack('the one that was just begun is not in the listing');
}

async function expectJoined(files: Files, key: string): Promise<void> {
  const sizeBytes = (await files.stat(key))?.sizeBytes;
  if (sizeBytes !== PART_BYTES + 1)
    throw new Lack(`the object has ${sizeBytes} bytes, not ${PART_BYTES + 1}`);
  const border = { start: PART_BYTES - 2, end: PART_BYTES + 1 };
  const bytes = (await buffer(await files.read(key, border))).toString('latin1');
  const wanted = Buffer.concat(PARTS).subarray(border.start).toString('latin1');
  if (bytes !== wanted) throw new Lack(`at their border stands ${JSON.stringify(bytes)}`);
}

async function expectObject(files: Files, folder: string, key: string): Promise<void> {
  for await (const file of files.list(folder)) if (file.key === key) return;
  throw new Lack('the one that was just stored is not in the listing');
}

async function expectRemoved(files: Files, folder: string, key: string): Promise<void> {
  await files.removeAll(folder);
  if ((await files.stat(key)) !== null) throw new Lack('it is still there');
}

async function expectAborted(s3: S3, key: string): Promise<void> {
  const uploadId = await begin(s3, key);
  await abortUpload(s3, { key, uploadId });
  for await (const upload of unfinishedUploads(s3, key))
    if (upload.uploadId === uploadId) throw new Lack('it is still listed');
}

/** What checks of killed processes left, and markers of earlier weeks. */
async function removeEarlierWeeks(files: Files, week: string): Promise<void> {
  const isEarlier = (key: string) => key.startsWith(`${ROOT}/`) && !key.startsWith(`${week}/`);
  await files.removeUnfinished(isEarlier);
  for await (const { key } of files.list(ROOT)) if (isEarlier(key)) await files.remove(key);
}
