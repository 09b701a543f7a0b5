/**
 * Cuts a stream of chunks of any size into parts of one size; both stores take their source through
 * it.
 */
import { addAbortSignal, type Readable } from 'node:stream';

export interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Nothing comes after it. */
  readonly last: boolean;
  /**
   * Gives the memory of `bytes` back for a later part: without it memory grows until the collector
   * comes round.
   */
  release(): void;
}

/** Most files are small: the memory of the first part grows with its bytes. */
const FIRST_BYTES = 64 * 1024;

/**
 * Every part has `partBytes` bytes but the last, which has fewer; it is empty when the stream is,
 * or ends with a full part.
 * Throws what the source throws; destroys the source when it is left early or `signal` aborts.
 */
export function cutParts(
  source: Readable,
  partBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Part, void, undefined> {
  // The loop below hears errors only once it has begun, and an unheard one would end the process.
  source.on('error', () => {});
  addAbortSignal(signal, source);
  return cut(source, partBytes);
}

async function* cut(source: Readable, partBytes: number): AsyncGenerator<Part, void, undefined> {
  const spare: Buffer<ArrayBuffer>[] = [];
  const fresh = () => spare.pop() ?? Buffer.allocUnsafeSlow(partBytes);
  let number = 1;
  let memory: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(Math.min(FIRST_BYTES, partBytes));
  let filled = 0;
  const part = (last: boolean): Part => {
    const own = memory;
    return { number, bytes: own.subarray(0, filled), last, release: () => spare.push(own) };
  };
  for await (const chunk of source) {
    for (let rest = bytesOf(chunk); rest.length > 0; ) {
      memory = withRoom(memory, filled + rest.length, partBytes);
      const taken = rest.copy(memory, filled);
      rest = rest.subarray(taken);
      filled += taken;
      if (filled < partBytes) continue;
      yield part(false);
      number += 1;
      memory = fresh();
      filled = 0;
    }
  }
  yield part(true);
}

/** At least twice as large each time, and never larger than a part. */
function withRoom(
  memory: Buffer<ArrayBuffer>,
  needed: number,
  partBytes: number,
): Buffer<ArrayBuffer> {
  if (needed <= memory.length || memory.length === partBytes) return memory;
  const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(needed, 2 * memory.length), partBytes));
  memory.copy(larger);
  return larger;
}

function bytesOf(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (chunk instanceof Uint8Array)
    return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError(`A stored stream gives bytes or text, not ${typeof chunk}.`);
}
