/** Sources that never end well. Used by the conformance suite. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

const CHUNK = 60_000;

/** Gives `afterBytes` bytes, then dies: of an error, or without one. */
export const breaking = (afterBytes: number, error: Error | undefined): Readable =>
  endless(afterBytes, (stream) => stream.destroy(error));

/** Gives `afterBytes` bytes, calls `then`, and never ends. */
export const stalling = (afterBytes: number, then: () => void): Readable =>
  endless(afterBytes, then);

function endless(afterBytes: number, then: (stream: Readable) => void): Readable {
  let given = 0;
  return new Readable({
    read() {
      if (given >= afterBytes) return void setImmediate(then, this);
      given += CHUNK;
      this.push(randomBytes(CHUNK));
    },
  });
}
