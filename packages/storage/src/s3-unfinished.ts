/**
 * Multipart uploads that were begun and neither completed nor aborted: they take space, and no
 * listing of objects shows them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3 } from './s3-client.js';
import { ask } from './s3-request.js';
import { codeOf } from './store-errors.js';

/** A part on its way at an abort may bring its upload back, so each abort is looked after. */
const LOOKS = 5;
const LATE_PART_MS = 100;

type IsMeant = (key: string) => boolean | Promise<boolean>;

interface Upload {
  readonly key: string;
  readonly uploadId: string;
}

/** Those of one key; the `known` ones also where no listing shows them. */
export async function abortUploadsOf(
  s3: S3,
  key: string,
  known: readonly string[] = [],
): Promise<void> {
  for (const uploadId of known) await abortUpload(s3, { key, uploadId });
  if (known.length > 0) await sleep(LATE_PART_MS);
  await abortUploads(s3, key, (found) => found === key);
}

/** Asks for all: MinIO finds uploads by a whole key or by none, never by a prefix. */
export const abortAllUploads = (s3: S3, isMeant: IsMeant): Promise<void> =>
  abortUploads(s3, '', isMeant);

/**
 * MinIO lists an upload for ever whose completion succeeded after its caller had hung up, and says
 * yes to each abort of it: an upload that was aborted and is listed again counts if it is there.
 */
async function abortUploads(s3: S3, prefix: string, isMeant: IsMeant): Promise<void> {
  const aborted = new Set<string>();
  for (let look = 1; look <= LOOKS; look += 1) {
    let found = 0;
    for await (const upload of unfinishedUploads(s3, prefix)) {
      const { key, uploadId } = upload;
      if (!(await isMeant(key))) continue;
      const isThere =
        !aborted.has(uploadId) ||
        (await ask(s3, (client) => client.hasUpload(s3.bucket, key, uploadId)));
      if (!isThere) continue;
      await abortUpload(s3, upload);
      aborted.add(uploadId);
      found += 1;
    }
    if (found === 0) return;
    await sleep(LATE_PART_MS * look);
  }
  throw new Error(`uploads were still there after ${LOOKS} aborts`);
}

/** Those whose keys begin with `prefix`; some servers find them by a whole key only. */
export async function* unfinishedUploads(s3: S3, prefix: string): AsyncGenerator<Upload> {
  let keyMarker = '';
  do {
    const page = await ask(s3, (client) =>
      client.listIncompleteUploadsQuery(s3.bucket, prefix, keyMarker, '', ''),
    );
    yield* page.uploads;
    keyMarker = page.isTruncated ? page.nextKeyMarker : '';
  } while (keyMarker !== '');
}

export async function abortUpload(s3: S3, { key, uploadId }: Upload): Promise<void> {
  try {
    await ask(s3, (client) => client.abortMultipartUpload(s3.bucket, key, uploadId));
  } catch (error) {
    if (codeOf(error) !== 'NoSuchUpload') throw error; // else someone else ended it
  }
}
