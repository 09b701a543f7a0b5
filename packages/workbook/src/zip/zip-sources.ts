/**
 * The files of a zip archive as sources for readers: text is unpacked as it is read, and of
 * workbooks, which are read from any place, one at a time is held in memory. Used by imports of
 * archives.
 */
import type { BookSource } from '../book-source.js';
import { WorkbookError } from '../workbook-error.js';
import type { ZipFile } from './open-zip.js';

/** A larger workbook is uploaded by itself. */
const MOST_HELD_BYTES = 64 * 1024 ** 2;

/** Sources of one archive. */
export interface ZipSources {
  /** The first bytes of the file, at most so many. */
  start(file: ZipFile, bytes: number): Promise<Buffer>;
  /** To be read from its start: each range is unpacked from there. */
  text(file: ZipFile): BookSource;
  /** To be read from any place. Its ranges throw WorkbookError `too_large` beyond 64 MiB. */
  workbook(file: ZipFile): BookSource;
}

/** `signal` ends the reading with its reason. */
export function zipSources({ signal }: { readonly signal?: AbortSignal } = {}): ZipSources {
  const options = signal === undefined ? {} : { signal };
  let held: { readonly file: ZipFile; readonly bytes: Promise<Buffer> } | null = null;
  const unpacked = (file: ZipFile): Promise<Buffer> => {
    if (held?.file === file) return held.bytes;
    const bytes = wholeOf(file, options);
    bytes.catch(() => {
      held = null;
    });
    held = { file, bytes };
    return bytes;
  };
  const rangeOf = (file: ZipFile) => (start: number, end: number) =>
    range(file, start, end, options);
  return {
    start: (file, bytes) => collect(rangeOf(file)(0, Math.min(bytes, file.sizeBytes))),
    text: (file) => ({
      size: file.sizeBytes,
      openRange: rangeOf(file),
      readRange: (start, end) => collect(rangeOf(file)(start, end)),
    }),
    workbook: (file) => ({
      size: file.sizeBytes,
      readRange: async (start, end) => (await unpacked(file)).subarray(start, end),
    }),
  };
}

interface Options {
  readonly signal?: AbortSignal;
}

/** Up to the end of the file its checksum is checked. */
async function* range(
  file: ZipFile,
  start: number,
  end: number,
  options: Options,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  for await (const piece of file.bytes(options)) {
    const part = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
    if (part.length > 0) yield part;
    at += piece.length;
    if (at >= end && end < file.sizeBytes) return;
  }
}

async function wholeOf(file: ZipFile, options: Options): Promise<Buffer> {
  if (file.sizeBytes > MOST_HELD_BYTES)
    throw new WorkbookError({
      code: 'too_large',
      message: `A workbook in an archive may have at most ${MOST_HELD_BYTES} bytes, and this one has ${file.sizeBytes}; upload it by itself.`,
    });
  return collect(file.bytes(options));
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
