/**
 * Multipart uploads that were begun and neither completed nor aborted: they take space, and no
 * listing of objects shows them.
 */

import type { S3 } from './s3-client.js';
import { ask } from './s3-request.js';
import { codeOf } from './store-errors.js';

interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
}

/** Those of one key. */
export const abortUploadsOf = (s3: S3, key: string): Promise<void> =>
  abortUploads(s3, key, (upload) => upload.key === key);

/** Asks for all: MinIO finds uploads by a whole key or by none, never by a prefix. */
export const abortAllUploads = (
  s3: S3,
  isMeant: (upload: UnfinishedUpload) => boolean,
): Promise<void> => abortUploads(s3, '', isMeant);

async function abortUploads(
  s3: S3,
  prefix: string,
  isMeant: (upload: UnfinishedUpload) => boolean,
): Promise<void> {
  for await (const upload of unfinishedUploads(s3, prefix)) {
    if (isMeant(upload)) await abortUpload(s3, upload);
  }
}

async function* unfinishedUploads(s3: S3, prefix: string): AsyncGenerator<UnfinishedUpload> {
  let keyMarker = '';
  do {
    const page = await ask(s3, (client) =>
      client.listIncompleteUploadsQuery(s3.bucket, prefix, keyMarker, '', ''),
    );
    yield* page.uploads;
    keyMarker = page.isTruncated ? page.nextKeyMarker : '';
  } while (keyMarker !== '');
}

async function abortUpload(s3: S3, { key, uploadId }: UnfinishedUpload): Promise<void> {
  try {
    await ask(s3, (client) => client.abortMultipartUpload(s3.bucket, key, uploadId));
  } catch (error) {
    if (codeOf(error) !== 'NoSuchUpload') throw error; // else someone else ended it
  }
}
