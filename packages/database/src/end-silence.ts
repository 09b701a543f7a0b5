/**
 * Ends a connection whose server says nothing while a statement waits for it: a network that drops
 * packets, a server that hangs. Used by the adapters for each connection that they lend.
 */
import type { Socket } from 'node:net';

interface SilenceOptions {
  /** Bytes in either direction begin it anew. */
  readonly silenceMs: number;
  /** Whether a statement waits for its answer. */
  isWaiting(): boolean;
  /** Asks the server, in another way, to end the statement. Ends soon, and never rejects. */
  cancel(): Promise<void>;
}

/** One watch over a connection, until `stop`. */
export interface SilenceWatch {
  /** Why the connection is closed, or about to be; null: the server was not silent. */
  failure(): Error | null;
  /** Leaves the socket as it was. */
  stop(): void;
}

/** Cancels the statement, then closes the connection: a pooler finds the statement by both. */
export function endSilence(
  socket: Socket,
  { silenceMs, isWaiting, cancel }: SilenceOptions,
): SilenceWatch {
  let isWatched = true;
  let failure: Error | null = null;
  const end = () => {
    const silence = new SilentConnectionError(silenceMs);
    failure = silence;
    void cancel().then(() => socket.destroy(silence));
  };
  const onTimeout = () => {
    if (!isWaiting()) return;
    const { bytesRead } = socket;
    // An answer that came while the event loop was blocked is read before this runs.
    setImmediate(() => {
      if (isWatched && socket.bytesRead === bytesRead) end();
    });
  };
  socket.setTimeout(silenceMs).on('timeout', onTimeout);
  return {
    failure: () => failure,
    stop: () => {
      isWatched = false;
      socket.setTimeout(0).off('timeout', onTimeout);
    },
  };
}

/** By its code a fault of the network, for `faultAmongCauses`. */
class SilentConnectionError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(silenceMs: number) {
    super(
      `The database said nothing for ${silenceMs} ms while a statement waited: its connection was closed.`,
    );
    this.name = 'SilentConnectionError';
  }
}
