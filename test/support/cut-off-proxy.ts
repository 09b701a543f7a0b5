/** A TCP proxy that cuts every connection on command, as a server does that dies. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CutOffProxy {
  /** Origin to give instead of the server's. */
  readonly endpoint: string;
  /** Bytes that came from clients so far. */
  received(): number;
  /** Cuts all connections; until `restore` new ones are cut at once. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
}

export async function startCutOffProxy(target: string): Promise<CutOffProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let receivedBytes = 0;
  const server = createServer((client) => {
    if (isCut) return client.resetAndDestroy();
    const upstream = connect(Number(port), hostname);
    client.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {}); // 'close' follows
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  const cutAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    received: () => receivedBytes,
    cut: () => {
      isCut = true;
      cutAll();
    },
    restore: () => {
      isCut = false;
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cutAll();
      await closed;
    },
  };
}
