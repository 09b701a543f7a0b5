/** An object of the store that is written piece by piece. Used by what a preview keeps. */
import type { Duplex } from 'node:stream';
import type { ObjectStore } from '@longshore/storage';

/** Where it stands. */
export interface KeptObject {
  readonly key: string;
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

/** The end of an object. */
export interface WrittenObject {
  /** Throws what the store threw. */
  check(): Promise<void>;
  /** Resolves once all is stored. Throws what the store throws. */
  end(): Promise<void>;
  /** Gives up what is not all stored. */
  close(): Promise<void>;
}

/** The store takes what comes out of `stream`, into which the caller writes. */
export function writtenObject({ key, store, signal }: KeptObject, stream: Duplex): WrittenObject {
  stream.on('error', () => {}); // what broke it, the store throws
  const stored = store.put(key, stream, { signal });
  let isBroken = false;
  stored.catch(() => {
    isBroken = true;
  });
  return {
    check: async () => {
      if (isBroken) await stored;
    },
    end: async () => {
      stream.end();
      await stored;
    },
    close: async () => {
      stream.destroy();
      await stored.catch(() => {}); // thrown by `end`, or nobody's loss
    },
  };
}
