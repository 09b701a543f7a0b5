/**
 * Ends another process's multipart upload with the parts that the process told of, and reads them.
 * The server compares each part with its ETag, so a part that was sent again with other bytes makes
 * the upload useless, never wrong.
 */
import type { Readable } from 'node:stream';
import type { KeptBytes } from './object-store.js';
import type { S3 } from './s3-client.js';
import { canHeal, isMissing, s3Unavailable } from './s3-errors.js';
import { readFromS3 } from './s3-read.js';
import { ask } from './s3-request.js';

/** Throws as ObjectStore.readKept does. */
export async function readKeptFromS3(
  s3: S3,
  kept: KeptBytes,
  endBytes: number,
  signal?: AbortSignal,
): Promise<Readable | null> {
  try {
    await complete(s3, kept);
    if ((await storedBytes(s3, kept.key)) !== kept.sizeBytes) return null;
  } catch (error) {
    throw s3Unavailable(`take over the upload of ${kept.key}`, error);
  }
  return readFromS3(s3, kept.key, { start: 0, length: endBytes }, signal);
}

/** A clear no is no fault: the upload may be complete already, or gone; the size tells. */
async function complete(s3: S3, { key, upload, parts }: KeptBytes): Promise<void> {
  const etags = parts.map((etag, index) => ({ part: index + 1, etag }));
  try {
    await ask(
      s3,
      (client) => client.completeMultipartUpload(s3.bucket, key, upload, etags),
      s3.transferTimeoutMs,
    );
  } catch (error) {
    if (canHeal(error)) throw error;
  }
}

async function storedBytes(s3: S3, key: string): Promise<number | null> {
  try {
    return (await ask(s3, (client) => client.statObject(s3.bucket, key))).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
