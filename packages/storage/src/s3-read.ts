/**
 * Reads an object as a stream. A connection that breaks or falls silent is replaced by one that
 * goes on where it stopped;
 * a consumer may pause for as long as it likes.
 */
import type { IncomingMessage } from 'node:http';
import { addAbortSignal, Readable } from 'node:stream';
import type { S3 } from './s3-client.js';
import { canHeal, isMissing, S3SilenceError, s3Unavailable } from './s3-errors.js';
import { codeOf, fileGone } from './store-errors.js';
import { withRetries } from './with-retries.js';

const TRIES = 4;

/** `length` 0: to the end of the object. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * Throws as ObjectStore.read does, before the first byte; what fails later destroys the stream with
 * `store_unavailable`.
 */
export async function readFromS3(
  s3: S3,
  key: string,
  span: Span,
  signal?: AbortSignal,
): Promise<Readable> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const first = await open(s3, key, span, stop.signal);
  if (first === null) return Readable.from([]);
  const chunks = resuming(s3, key, span.start, first, stop.signal);
  const stream = new Readable({
    read() {
      chunks.next().then(
        ({ value }) => this.push(value ?? null),
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      stop.abort();
      done(error);
    },
  });
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

async function* resuming(
  s3: S3,
  key: string,
  start: number,
  first: IncomingMessage,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const end = start + Number(first.headers['content-length']);
  let body: IncomingMessage | null = first;
  for (
    let failures = 0;
    start < end;
    body = await open(s3, key, { start, length: end - start }, signal)
  ) {
    if (body === null) throw fileGone(key);
    let failure: unknown = new Error('it sent too few bytes');
    try {
      for await (const chunk of untilSilent(body, s3.transferTimeoutMs)) {
        start += chunk.length;
        failures = 0;
        yield chunk;
      }
    } catch (error) {
      failure = error;
    }
    if (start === end) return;
    failures += 1;
    if (signal.aborted || failures === TRIES) throw s3Unavailable(`read ${key}`, failure);
  }
}

/**
 * The timer runs only while bytes are wanted, so a slow consumer is not taken for a silent store.
 */
async function* untilSilent(
  body: IncomingMessage,
  silenceMs: number,
): AsyncGenerator<Buffer, void> {
  const watch = () => setTimeout(() => body.destroy(new S3SilenceError(silenceMs)), silenceMs);
  let timer = watch();
  try {
    for await (const chunk of body) {
      clearTimeout(timer);
      yield chunk as Buffer; // no encoding is set
      timer = watch();
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The answer's head must come within the store's `timeoutMs`, retries included. Null: the object
 * ends before `start`.
 */
async function open(
  s3: S3,
  key: string,
  { start, length }: Span,
  stop: AbortSignal,
): Promise<IncomingMessage | null> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), s3.timeoutMs);
  const signal = AbortSignal.any([stop, late.signal]);
  try {
    const client = s3.client({ silenceMs: s3.timeoutMs, signal });
    const get = () =>
      client.getPartialObject(s3.bucket, key, start, length) as Promise<IncomingMessage>; // minio's type hides what it is
    const body = await withRetries(get, { tries: TRIES, signal, canHeal });
    body.setTimeout(0); // from here on untilSilent watches
    return body;
  } catch (error) {
    if (codeOf(error) === 'InvalidRange') return null;
    if (isMissing(error)) throw fileGone(key, error);
    throw s3Unavailable(
      `read ${key}`,
      late.signal.aborted ? new S3SilenceError(s3.timeoutMs) : error,
    );
  } finally {
    clearTimeout(timer);
  }
}
