/** The network between an adapter and its server, as a TCP proxy that the laws can make silent. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A way to the server. */
export interface SilentNetwork {
  /** Address of the database by this way. */
  readonly url: string;
  /**
   * Once the server has sent so many more bytes no byte passes any more, in either direction, and
   * no end of a connection either; new connections are closed at once. Default 0: at once.
   * `Infinity`: new connections serve again, those that fell silent stay so.
   */
  fallSilent(afterBytes?: number): void;
  /** From now on the server's bytes pass in small pieces with pauses. */
  slowDown(): void;
  close(): Promise<void>;
}

const PIECE_BYTES = 4_096;
const PAUSE_MS = 20;

/** `url`: the address of the database on its server. */
export async function startSilentNetwork(url: string): Promise<SilentNetwork> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const state = { bytesLeft: Infinity, isSlow: false };
  const isSilent = () => state.bytesLeft <= 0;

  /** Piece by piece; a silence in between lasts until the sockets are destroyed. */
  const pass = async (bytes: Buffer, to: Socket, isServer: boolean): Promise<void> => {
    for (let start = 0; start < bytes.length && !isSilent(); start += PIECE_BYTES) {
      const piece = bytes.subarray(start, start + PIECE_BYTES);
      to.write(piece);
      if (!isServer) continue;
      state.bytesLeft -= piece.length;
      if (state.isSlow) await sleep(PAUSE_MS);
    }
  };
  const connectTo = (to: Socket, from: Socket, isServer: boolean) => {
    sockets.add(from);
    from.on('error', () => undefined); // 'close' follows
    from.on('data', (bytes: Buffer) => {
      from.pause();
      void pass(bytes, to, isServer).then(() => isSilent() || from.resume());
    });
    from.on('close', () => isSilent() || to.destroy());
  };

  const server = createServer((client) => {
    if (isSilent()) return client.destroy();
    const upstream = connect(Number(port), hostname);
    connectTo(upstream, client, false);
    connectTo(client, upstream, true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way = new URL(url);
  way.hostname = '127.0.0.1';
  way.port = String((server.address() as AddressInfo).port); // a TCP server that listens has one

  return {
    url: way.href,
    fallSilent: (afterBytes = 0) => {
      state.bytesLeft = afterBytes;
      if (isSilent()) for (const socket of sockets) socket.pause();
    },
    slowDown: () => {
      state.isSlow = true;
    },
    close: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}
