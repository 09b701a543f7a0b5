/**
 * The header `Idempotency-Key`: a registration that is sent again, because its answer was lost,
 * makes no second task. The body of an upload is its fields and its bytes, not the file's name.
 */
import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import { bodyHash, type Idempotency } from '@longshore/tasks';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** Null: the call has no key. Throws AppError invalid_request. */
export function idempotencyKeyOf({ headers }: IncomingMessage): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && KEY.test(key)) return key;
  const reason = 'the Idempotency-Key must be 1 to 255 visible ASCII characters';
  throw new AppError('invalid_request', { values: { reason } });
}

export interface HashedUpload {
  readonly fields: object;
  readonly stream: Readable;
  readonly idempotencyKey: string | null;
}

interface HashingUpload {
  readonly bytes: Readable;
  /** Once all bytes were read. */
  readonly digest: () => UploadDigest;
}

interface UploadDigest {
  /** Of the bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly idempotency: Idempotency | null;
}

/** The bytes of an upload, hashed as they go by. */
export function hashUpload({ fields, stream, idempotencyKey: key }: HashedUpload): HashingUpload {
  const hash = createHash('sha256');
  return {
    bytes: Readable.from(hashed(stream, hash), { objectMode: false }),
    digest: () => {
      const digest = hash.digest();
      const body = () => bodyHash({ fields, file: digest.toString('base64url') });
      return {
        sha256: digest.toString('hex'),
        idempotency: key === null ? null : { key, body: body() },
      };
    },
  };
}

async function* hashed(stream: Readable, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of stream as Readable & AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
}
