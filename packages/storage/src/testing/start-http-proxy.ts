/**
 * An HTTP proxy in front of a real S3 server that changes what it says: the odd servers of the S3
 * store's tests.
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** What the proxy answers to a request; `pass` asks the real server. Null: its answer as it is. */
export type Reply = (asked: Asked, pass: () => Promise<Answered>) => Promise<Answered> | null;

export interface HttpProxy {
  /** Origin to give to the store instead of the server's. */
  readonly endpoint: string;
  reply(next: Reply): void;
  /** Every request so far. */
  readonly asked: Asked[];
  stop(): Promise<void>;
}

interface Sent extends Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export async function startHttpProxy(target: string): Promise<HttpProxy> {
  const { hostname, port } = new URL(target);
  const asked: Asked[] = [];
  let reply: Reply = () => null;

  /** With the headers as they came: the signature covers the host. */
  const forward = ({ method, url, headers, body }: Sent) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        const options = { hostname, port, method, path: url, headers };
        const passed = request(options, (answer) =>
          buffer(answer).then(
            (answered) =>
              resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answered }),
            reject,
          ),
        );
        passed.on('error', reject);
        passed.end(body);
      },
    );

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    const sent = { method, url, headers, body: await buffer(incoming) };
    asked.push({ method, url });
    const changed = await reply(sent, async () => {
      const { status, body } = await forward(sent);
      return { status, body: body.toString() };
    });
    if (changed !== null) {
      outgoing.writeHead(changed.status, { 'content-length': Buffer.byteLength(changed.body) });
      outgoing.end(method === 'HEAD' ? undefined : changed.body);
      return;
    }
    const answer = await forward(sent);
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }
  const server = createServer((incoming, outgoing) => {
    // a client that leaves amid its request, or a server that is away: no answer
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    reply: (next) => {
      reply = next;
    },
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
