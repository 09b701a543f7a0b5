/**
 * The unpacked bytes of one entry, as a stream: what the archive said of it is checked while the
 * bytes pass.
 */
import { pipeline, Readable, type TransformOptions } from 'node:stream';
import { crc32, createInflateRaw, type ZlibOptions } from 'node:zlib';
import { type BookSource, openRange } from '../book-source.js';
import { withTurns } from '../event-loop-turns.js';
import type { ReadLimits } from '../limits.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError, type WorkbookErrorCode } from '../workbook-error.js';
import { entryName, readExactly, type ZipEntry } from './central-directory.js';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const ENCRYPTED = 1;
/**
 * Unpacked at once: large enough that the cost of a chunk does not matter, small enough for the
 * event loop.
 */
const CHUNK_BYTES = 256 * 1024;
/** Unpacked ahead of the reader, so that it need not wait for the thread pool at every chunk. */
const AHEAD_BYTES = 4 * CHUNK_BYTES;
/** Below this size a ratio says nothing. */
const RATIO_FREE_BYTES = 8 * 1024 ** 2;

interface EntryOptions {
  readonly limits: ReadLimits;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Throws WorkbookError; the checksum is known only at the end. */
export async function* entryBytes(
  source: BookSource,
  entry: ZipEntry,
  options: EntryOptions,
): AsyncGenerator<Buffer> {
  const { maxBytes, limits } = options;
  if (entry.size > maxBytes)
    throw bad(
      entry,
      'too_large',
      `would unpack to ${entry.size} bytes; at most ${maxBytes} are read`,
    );
  let size = 0;
  let crc = 0;
  for await (const chunk of withTurns(unpacked(source, entry, options))) {
    size += chunk.length;
    if (size > entry.size)
      throw bad(entry, 'bad_zip', 'unpacks to more bytes than the archive says');
    if (size > RATIO_FREE_BYTES && size > entry.packedSize * limits.maxRatio) {
      throw bad(
        entry,
        'suspicious_ratio',
        `unpacks to more than ${limits.maxRatio} times its size, as a decompression bomb does`,
      );
    }
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size < entry.size)
    throw bad(
      entry,
      'truncated',
      'unpacks to fewer bytes than the archive says; transfer the file again',
    );
  if (crc !== entry.crc)
    throw bad(
      entry,
      'bad_checksum',
      'does not match its checksum: the file was damaged; transfer it again',
    );
}

async function* unpacked(
  source: BookSource,
  entry: ZipEntry,
  { signal }: EntryOptions,
): AsyncGenerator<Buffer> {
  const start = await dataStart(source, entry);
  const packed = untilAborted(openRange(source, start, start + entry.packedSize), signal);
  if (entry.method === 'stored') {
    for await (const piece of packed)
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  } else yield* inflated(packed, entry);
}

/** The local header repeats name and method (4.3.7); its extra field has a length of its own. */
async function dataStart(source: BookSource, entry: ZipEntry): Promise<number> {
  const header = await readExactly(source, entry.offset, entry.offset + LOCAL_HEADER_BYTES);
  const nameLength = header.readUInt16LE(26);
  const start = entry.offset + LOCAL_HEADER_BYTES + nameLength + header.readUInt16LE(28);
  const name = await readExactly(
    source,
    entry.offset + LOCAL_HEADER_BYTES,
    entry.offset + LOCAL_HEADER_BYTES + nameLength,
  );
  const method = entry.method === 'stored' ? 0 : 8;
  const agrees =
    header.readUInt32LE(0) === LOCAL_HEADER &&
    header.readUInt16LE(8) === method &&
    (header.readUInt16LE(6) & ENCRYPTED) === 0 &&
    entryName(name) === entry.name;
  if (!agrees) throw bad(entry, 'bad_zip', 'is described in two places that contradict each other');
  if (start + entry.packedSize > source.size)
    throw bad(entry, 'truncated', 'reaches beyond the end of the file; transfer it again');
  return start;
}

async function* inflated(
  packed: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
): AsyncGenerator<Buffer> {
  // Options of streams are passed on, though the types of zlib do not say so.
  const options: ZlibOptions & TransformOptions = {
    chunkSize: CHUNK_BYTES,
    readableHighWaterMark: AHEAD_BYTES,
  };
  const inflate = createInflateRaw(options);
  // An error reaches the loop below through `inflate`, which pipeline destroys with it.
  pipeline(Readable.from(packed, { objectMode: false }), inflate, () => undefined);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (cause) {
    throw isZlibError(cause)
      ? bad(
          entry,
          'bad_zip',
          'cannot be unpacked: its data is damaged; transfer the file again',
          cause,
        )
      : cause;
  } finally {
    inflate.destroy();
  }
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

function bad(
  { name, offset }: ZipEntry,
  code: WorkbookErrorCode,
  problem: string,
  cause?: unknown,
): WorkbookError {
  return new WorkbookError({
    code,
    message: `Entry "${name}" of the archive ${problem}.`,
    place: { offset },
    cause,
  });
}
