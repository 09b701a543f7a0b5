/** Streams a download to a file. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Resolves with the file's path. */
export async function downloadTo(url: string, file: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok || response.body === null)
    throw new Error(`GET of the result answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  return file;
}
