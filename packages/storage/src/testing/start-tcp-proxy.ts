/**
 * A TCP proxy in front of a real S3 server that fails on command: the network of the S3 store's
 * tests.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A fault strikes once on each connection it meets, until it has struck `times` times. */
export type Fault =
  /** A reset when this many bytes came from the client, or from the server. */
  | { readonly kind: 'reset'; readonly fromClient?: number; readonly fromServer?: number }
  /** A reset instead of the answer to a request whose head matches. */
  | { readonly kind: 'lost-answer'; readonly to: RegExp }
  /** A refusal instead of passing a request on: 503, or 507 of a server without room. */
  | { readonly kind: keyof typeof REFUSALS };

export interface TcpProxy {
  /** Origin to give to the store instead of the server's. */
  readonly endpoint: string;
  inject(fault: Fault, times: number): void;
  /** From now on connections are taken, and no byte passes; `hang(false)` lets bytes pass again. */
  hang(on?: boolean): void;
  /** So far. */
  counts(): { readonly connections: number; readonly struck: number; readonly fromClient: number };
  /** Cuts every connection and refuses new ones. */
  stop(): Promise<void>;
}

const refusal = (status: string, code: string) => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Not now.</Message></Error>`;
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  return { head, body };
};
const REFUSALS = {
  busy: refusal('503 Service Unavailable', 'SlowDown'),
  full: refusal('507 Insufficient Storage', 'XMinioStorageFull'),
};

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const counts = { connections: 0, struck: 0, fromClient: 0 };
  let armed: { fault: Fault; left: number } | null = null;
  let hanging = false;

  const strike = (isMet: (fault: Fault) => boolean): boolean => {
    if (armed === null || armed.left === 0 || !isMet(armed.fault)) return false;
    armed.left -= 1;
    counts.struck += 1;
    return true;
  };

  const server = createServer((client) => {
    counts.connections += 1;
    const upstream = connect(Number(port), hostname);
    const passed = { fromClient: 0, fromServer: 0 };
    let answerIsLost = false;
    const reset = () => {
      client.resetAndDestroy();
      upstream.destroy();
    };
    client.on('data', (chunk: Buffer) => {
      passed.fromClient += chunk.length;
      counts.fromClient += chunk.length;
      const head = chunk.subarray(0, 400).toString('latin1');
      const refused = armed === null ? undefined : refusalOf(armed.fault);
      if (refused !== undefined && /^[A-Z]+ \//.test(head) && strike(() => true)) {
        upstream.destroy();
        client.end(head.startsWith('HEAD') ? refused.head : refused.head + refused.body);
      }
      if (strike((fault) => fault.kind === 'lost-answer' && fault.to.test(head)))
        answerIsLost = true;
      if (
        strike(
          (fault) => fault.kind === 'reset' && passed.fromClient > (fault.fromClient ?? Infinity),
        )
      )
        return reset();
      if (!upstream.destroyed) upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      passed.fromServer += chunk.length;
      if (
        answerIsLost ||
        strike(
          (fault) => fault.kind === 'reset' && passed.fromServer > (fault.fromServer ?? Infinity),
        )
      )
        return reset();
      client.write(chunk);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      if (hanging) socket.pause();
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === client ? upstream : client).end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    inject: (fault, times) => {
      armed = { fault, left: times };
    },
    hang: (on = true) => {
      hanging = on;
      for (const socket of sockets) on ? socket.pause() : socket.resume();
    },
    counts: () => counts,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const refusalOf = ({ kind }: Fault) =>
  kind in REFUSALS ? REFUSALS[kind as keyof typeof REFUSALS] : undefined; // asked just before
