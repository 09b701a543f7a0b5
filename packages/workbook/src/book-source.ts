/** Bytes that can be read from any place: a file on disk, or a stored object by ranged requests. */
import { open } from 'node:fs/promises';

/** Bytes that a reader takes by ranges. Offsets and sizes in bytes; `end` is not included. */
export interface BookSource {
  readonly size: number;
  readRange(start: number, end: number): Promise<Uint8Array>;
  /** The bytes of a range as a stream, for sources where one request is cheaper than many. */
  openRange?(start: number, end: number): AsyncIterable<Uint8Array>;
}

/**
 * Opens a file on disk as a source; the caller closes it. Rejects with the file system's error when
 * it cannot be opened.
 */
export async function bookSource(
  filePath: string,
): Promise<BookSource & { close(): Promise<void> }> {
  const file = await open(filePath, 'r');
  const { size } = await file.stat();
  return {
    size,
    close: () => file.close(),
    readRange: async (start, end) => {
      const bytes = Buffer.allocUnsafe(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
  };
}

/** A source of bytes in memory. */
export const bytesSource = (bytes: Uint8Array): BookSource => ({
  size: bytes.length,
  readRange: async (start, end) => bytes.subarray(start, end),
});

const PIECE_BYTES = 256 * 1024;

/** A range in pieces of moderate size, whichever way the source reads. */
export async function* openRange(
  source: BookSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  if (source.openRange === undefined) {
    for (let at = start; at < end; at += PIECE_BYTES)
      yield await source.readRange(at, Math.min(at + PIECE_BYTES, end));
    return;
  }
  for await (const piece of source.openRange(start, end))
    for (let at = 0; at < piece.length; at += PIECE_BYTES)
      yield piece.subarray(at, at + PIECE_BYTES);
}
