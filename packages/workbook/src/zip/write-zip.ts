/** Files into a zip archive, streaming. Used by exports of several workbooks. */
import { Readable } from 'node:stream';
import { untilAborted } from '../until-aborted.js';
import { deflatePieces } from './deflate-pieces.js';
import { ZipWriter } from './zip-writer.js';

/** A file of less than 4 GiB on its way into an archive. */
export interface FileToZip {
  /** With `/` between folders. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Workbooks are packed already. */
const LEVEL = 0;

/**
 * The bytes of an archive; each file is read to its end before the next one is asked for. `signal`
 * destroys the stream with its reason.
 */
export const writeZip = (
  files: AsyncIterable<FileToZip>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Readable => Readable.from(archive(files, signal), { objectMode: false });

async function* archive(
  files: AsyncIterable<FileToZip>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const zip = new ZipWriter();
  for await (const { name, bytes } of untilAborted(files, signal))
    yield* zip.stream(name, (totals) => deflatePieces(bytes, totals, LEVEL));
  yield zip.end();
}
