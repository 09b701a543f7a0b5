/**
 * How the S3 store makes its requests: small ones with an end, transfers for as long as bytes move.
 */
import type { S3, S3Client } from './s3-client.js';
import { canHealAtOnce, S3SilenceError } from './s3-errors.js';
import { withRetries } from './with-retries.js';

const SMALL_TRIES = 3;
const TRANSFER_TRIES = 4;

/**
 * A small request: it ends within `withinMs`, its retries included. Throws what the client throws.
 */
export async function ask<T>(
  s3: S3,
  call: (client: S3Client) => Promise<T>,
  withinMs = s3.timeoutMs,
): Promise<T> {
  const signal = AbortSignal.timeout(withinMs);
  const client = s3.client({ silenceMs: withinMs, signal });
  try {
    return await withRetries(() => call(client), {
      tries: SMALL_TRIES,
      signal,
      canHeal: canHealAtOnce,
    });
  } catch (error) {
    throw signal.aborted ? new S3SilenceError(withinMs) : error;
  }
}

/**
 * A request of an upload: it may last while bytes move, and is repeated as a whole. Throws what the
 * client throws.
 */
export function transfer<T>(
  s3: S3,
  signal: AbortSignal,
  call: (client: S3Client) => Promise<T>,
): Promise<T> {
  const client = s3.client({ silenceMs: s3.transferTimeoutMs, signal });
  return withRetries(() => call(client), { tries: TRANSFER_TRIES, signal, canHeal: canHealAtOnce });
}
