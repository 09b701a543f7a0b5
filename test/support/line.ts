/**
 * A TCP line in front of a server, which can go down, fall silent or grow slow: the network of the
 * fault suite.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One line; it starts up. */
export interface Line {
  /** The server's address, with the line's port. */
  readonly url: string;
  /** Cuts every connection; each new one is reset at once. */
  down(): void;
  /** Connections stay and are taken; no byte passes. */
  silence(): void;
  /**
   * Resolves when a client sends `text`; from then on nothing passes any more, those bytes neither,
   * unless they may `pass`.
   */
  holdAt(text: string, then?: 'hold' | 'pass'): Promise<void>;
  /** Each byte passes so many milliseconds later. */
  delay(ms: number): void;
  /** Bytes pass at once again, those held back too. */
  up(): void;
  /** From now on new connections lead to another server. */
  leadTo(target: string): void;
  stop(): Promise<void>;
}

type State = 'up' | 'down' | 'silent';

export async function startLine(target: string): Promise<Line> {
  let { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: State = 'up';
  let delayMs = 0;
  /** Sees what clients send; true: nothing passes any more. */
  let mustHold = (_bytes: Buffer): boolean => false;

  const server = createServer((client) => {
    client.on('error', () => {}); // 'close' follows
    if (state === 'down') return void client.resetAndDestroy();
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => {}); // 'close' follows
    join(client, upstream, true);
    join(upstream, client, false);
  });
  function silence(): void {
    state = 'silent';
    for (const socket of sockets) socket.pause();
  }
  function join(from: Socket, to: Socket, isClient: boolean): void {
    sockets.add(from);
    if (state === 'silent') from.pause();
    from.on('data', (bytes) => {
      if (isClient && mustHold(bytes)) return silence();
      const pass = () => to.destroyed || to.write(bytes);
      if (delayMs === 0) pass();
      else setTimeout(pass, delayMs);
    });
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port); // a server that listens has a port

  return {
    url: url.href,
    down: () => {
      state = 'down';
      for (const socket of sockets) socket.resetAndDestroy();
    },
    silence,
    holdAt: (text, then = 'hold') =>
      new Promise((resolve) => {
        mustHold = (bytes) => {
          if (!bytes.includes(text)) return false;
          mustHold = () => false;
          resolve();
          return then === 'hold';
        };
      }),
    delay: (ms) => {
      delayMs = ms;
    },
    up: () => {
      state = 'up';
      delayMs = 0;
      for (const socket of sockets) socket.resume();
    },
    leadTo: (other) => {
      ({ hostname, port } = new URL(other));
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
