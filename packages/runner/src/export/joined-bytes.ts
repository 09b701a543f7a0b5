/** The bytes that an earlier attempt stored, and those behind them, as one stream. */
import { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import type { TakenUp } from './checkpoints.js';

const READ_AHEAD_BYTES = 256 * 1024;

/**
 * What is wrong with the earlier bytes is a fault that a retry heals: the next attempt finds them
 * gone, and starts anew.
 */
export function joinedBytes({ written, bytes }: TakenUp, rest: Readable): Readable {
  const joined = join(earlier(bytes, written.sizeBytes), rest);
  return Readable.from(joined, { objectMode: false, highWaterMark: READ_AHEAD_BYTES });
}

async function* join(first: AsyncIterable<Uint8Array>, rest: Readable): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest as AsyncIterable<Uint8Array>;
}

async function* earlier(bytes: Readable, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    throw lost(cause);
  }
  if (size !== sizeBytes) throw lost(new Error(`${size} of ${sizeBytes} bytes were read`));
}

const lost = (cause: unknown): AppError =>
  new AppError('store_unavailable', {
    message: 'The bytes that an earlier attempt stored could not be read.',
    cause,
    retryable: true,
  });
