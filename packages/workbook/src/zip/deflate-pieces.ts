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
 * A place between pieces: the next piece gets no dictionary, so that another process can pack the
 * pieces from here on to the same bytes.
 */
export class Border<Mark> {
  readonly mark: Mark;

  constructor(mark: Mark) {
    this.mark = mark;
  }
}

/** A border behind the packed bytes before it, with the sums until there. */
export class PackedBorder<Mark> extends Border<Mark> {
  readonly totals: Totals;

  constructor(mark: Mark, totals: Totals) {
    super(mark);
    this.totals = totals;
  }
}

/**
 * Yields packed bytes and borders in order. A piece may be filled anew after PIECES_IN_USE further
 * ones were asked for.
 */
export async function* deflatePieces<Mark = never>(
  pieces: AsyncIterable<Buffer | Border<Mark>>,
  totals: Totals,
  level: number,
): AsyncGenerator<Buffer | PackedBorder<Mark>> {
  const jobs: (Promise<Buffer> | PackedBorder<Mark>)[] = [];
  let dictionary: Buffer | undefined;
  try {
    for await (const piece of withTurns(pieces)) {
      if (piece instanceof Border) {
        jobs.push(new PackedBorder(piece.mark, { ...totals }));
        dictionary = undefined;
        continue;
      }
      if (piece.length === 0) continue;
      totals.crc = crc32(piece, totals.crc);
      totals.size += piece.length;
      jobs.push(deflatePiece(piece, dictionary, level));
      dictionary = piece.subarray(-WINDOW_BYTES);
      while (jobs.length >= JOBS_IN_FLIGHT) yield await (jobs.shift() as (typeof jobs)[number]);
    }
    while (jobs.length > 0) yield await (jobs.shift() as (typeof jobs)[number]);
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
