/**
 * A proxy in front of a real S3 server that meets the parts of uploads with a fault: an answer of
 * 500, or a reset amid the bytes.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

export interface PartProxy {
  /** Origin to give instead of the server's. */
  readonly endpoint: string;
  /** Faults so far. */
  struck(): number;
  stop(): Promise<void>;
}

export interface PartFaults {
  readonly fault: 'answer-500' | 'reset';
  /** Which parts are met, counted over all uploads: each second, each third, ... */
  readonly each: number;
}

const INTERNAL_ERROR =
  '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>No.</Message></Error>';
const isPart = ({ method, url = '' }: IncomingMessage) =>
  method === 'PUT' && url.includes('partNumber=');

export async function startPartProxy(
  target: string,
  { fault, each }: PartFaults,
): Promise<PartProxy> {
  const { hostname, port } = new URL(target);
  let parts = 0;
  let struck = 0;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method, url: path, headers } = incoming; // as they came: the signature covers them
    const passed = request({ hostname, port, method, path, headers });
    passed.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, outgoing).catch(() => outgoing.destroy());
    });
    passed.on('error', () => outgoing.destroy());
    await pipeline(incoming, passed);
  }
  function strike(incoming: IncomingMessage, outgoing: ServerResponse): void {
    struck += 1;
    if (fault === 'reset') {
      incoming.once('data', () => incoming.socket.resetAndDestroy());
      return;
    }
    incoming.resume();
    incoming.once('end', () => {
      outgoing.writeHead(500, { 'content-length': INTERNAL_ERROR.length });
      outgoing.end(INTERNAL_ERROR);
    });
  }
  const server = createServer((incoming, outgoing) => {
    incoming.on('error', () => {}); // a reset of ours, or a client that left
    if (isPart(incoming)) parts += 1;
    if (isPart(incoming) && parts % each === 0) return strike(incoming, outgoing);
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    struck: () => struck,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
