/** Streams a file that the API serves to a file on disk. Used by the demo, tests and benches. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { StackError } from './stack-error.js';

/**
 * Downloads the absolute address `url`, as `TaskResultOut` gives it. Resolves with the path of
 * `file`. Throws StackError when the answer is no file.
 */
export async function downloadTo(url: string, file: string, signal?: AbortSignal): Promise<string> {
  const { ok, status, body } = await fetch(url, { signal: signal ?? null });
  if (!ok || body === null)
    throw new StackError(`${new URL(url).pathname} was refused with ${status}.`);
  // Node and the DOM declare the same stream differently
  await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(file));
  return file;
}
