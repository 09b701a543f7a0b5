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
  /** Called before the connection is closed. */
  onSilence(): void;
}

/** The returned function ends the watch, and leaves the connection as it was. */
export function endSilence(
  socket: Socket,
  { silenceMs, isWaiting, onSilence }: SilenceOptions,
): () => void {
  let isWatched = true;
  const end = () => {
    onSilence();
    socket.destroy(new SilentConnectionError(silenceMs));
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
  return () => {
    isWatched = false;
    socket.setTimeout(0).off('timeout', onTimeout);
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
