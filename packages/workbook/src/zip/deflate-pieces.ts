/**
 * One DEFLATE stream (RFC 1951) made of independent jobs on the thread pool: while it packs, the
 * caller makes the next piece.
 * Each job ends in a sync flush and starts with the 32 KiB before it as its dictionary, so the
 * pieces join into one stream.
 */
import { crc32, deflateRaw, constants as zlib } from 'node:zlib';
import { withTurns } from '../event-loop-turns.js';

const JOBS_IN_FLIGHT = 4;
/**
 * A piece is read until its job is done, and until the job after it, whose dictionary it is; one
 * more is being filled.
 */
export const PIECES_IN_USE = JOBS_IN_FLIGHT + 2;
/** Room for a packed piece of XML, so that most need no second one. */
const PACKED_BYTES = 128 * 1024;
const WINDOW_BYTES = 32 * 1024;
/** An empty last block (RFC 1951, 3.2.6). */
const LAST_BLOCK = Buffer.from([3, 0]);

/** Sums over the bytes before packing. */
export interface Totals {
  crc: number;
  size: number;
}

/**
 * Yields packed bytes in order. A piece may be filled anew after PIECES_IN_USE further ones were
 * asked for.
 */
export async function* deflatePieces(
  pieces: AsyncIterable<Buffer>,
  totals: Totals,
  level: number,
): AsyncGenerator<Buffer> {
  const jobs: Promise<Buffer>[] = [];
  let dictionary: Buffer | undefined;
  try {
    for await (const piece of withTurns(pieces)) {
      if (piece.length === 0) continue;
      totals.crc = crc32(piece, totals.crc);
      totals.size += piece.length;
      jobs.push(deflatePiece(piece, dictionary, level));
      dictionary = piece.subarray(-WINDOW_BYTES);
      if (jobs.length === JOBS_IN_FLIGHT) yield await (jobs.shift() as Promise<Buffer>);
    }
    while (jobs.length > 0) yield await (jobs.shift() as Promise<Buffer>);
    yield LAST_BLOCK;
  } finally {
    await Promise.allSettled(jobs);
  }
}

function deflatePiece(
  piece: Buffer,
  dictionary: Buffer | undefined,
  level: number,
): Promise<Buffer> {
  const options = {
    level,
    finishFlush: zlib.Z_SYNC_FLUSH,
    chunkSize: PACKED_BYTES,
    ...(dictionary === undefined ? {} : { dictionary }),
  };
  return new Promise((resolve, reject) => {
    deflateRaw(piece, options, (error, packed) =>
      error === null ? resolve(packed) : reject(error),
    );
  });
}
