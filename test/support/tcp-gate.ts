/**
 * A TCP gate in front of a real server: open, it passes bytes; shut, it resets what was connected
 * and refuses the rest, as a server that is away does.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface TcpGate {
  /** The target's address through this gate. */
  readonly url: string;
  open(): Promise<void>;
  shut(): Promise<void>;
}

export async function startTcpGate(target: string): Promise<TcpGate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | null = null;

  const pass = (client: Socket) => {
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  };
  const listenOn = async (own: number): Promise<number> => {
    server = createServer(pass).listen(own, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port; // a TCP server that listens has one
  };

  const own = await listenOn(0);
  const url = new URL(target);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href.replace(/\/$/, ''),
    open: async () => void (server === null && (await listenOn(own))),
    shut: async () => {
      const closed = server === null ? Promise.resolve() : once(server, 'close');
      server?.close();
      server = null;
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}
