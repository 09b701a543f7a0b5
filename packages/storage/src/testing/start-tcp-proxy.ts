/** A TCP proxy in front of a real S3 server that fails on command: the network of the S3 store's tests. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  /** Origin to give to the store instead of the server's. */
  readonly endpoint: string;
  /** From now on connections are taken, and no byte passes; `hang(false)` lets bytes pass again. */
  hang(on?: boolean): void;
  /** Each of the next `times` connections is reset when this many bytes came from the client, or from the server. */
  resetAfter(bytes: { fromClient?: number; fromServer?: number }, times: number): void;
  /** Resets that were made. */
  readonly resets: () => number;
  /** Resets every connection and refuses new ones. */
  stop(): Promise<void>;
}

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let hanging = false;
  let resets = 0;
  let fault = { fromClient: Infinity, fromServer: Infinity, times: 0 };

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const close = () => [client, upstream].map((socket) => socket.destroy());
    const passed = { fromClient: 0, fromServer: 0 };
    const pass = (from: 'fromClient' | 'fromServer', to: Socket) => (chunk: Buffer) => {
      passed[from] += chunk.length;
      if (fault.times > 0 && passed[from] > fault[from]) {
        fault.times -= 1;
        resets += 1;
        client.resetAndDestroy();
        upstream.destroy();
      } else to.write(chunk);
    };
    client.on('data', pass('fromClient', upstream));
    upstream.on('data', pass('fromServer', client));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      if (hanging) socket.pause();
      socket
        .on('error', close)
        .on('close', close)
        .on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    hang: (on = true) => {
      hanging = on;
      for (const socket of sockets) on ? socket.pause() : socket.resume();
    },
    resetAfter: ({ fromClient = Infinity, fromServer = Infinity }, times) => {
      fault = { fromClient, fromServer, times };
    },
    resets: () => resets,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
