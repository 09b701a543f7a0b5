/** A reverse proxy that serves one upstream under a path, as a company's own host does. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface SubPathProxy {
  /** `http://127.0.0.1:4711/back-office` */
  readonly url: string;
  leadTo(upstream: string): void;
  stop(): Promise<void>;
}

/** `strips`: the path is taken off the calls that are passed on. Others are answered 404. */
export async function startSubPathProxy(path: string, strips: boolean): Promise<SubPathProxy> {
  let target = '';
  const server = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(`${path}/`)) return void outgoing.writeHead(404).end('not below the path');
    const { hostname, port } = new URL(target);
    const passed = request({
      hostname,
      port,
      method,
      headers,
      path: strips ? url.slice(path.length) : url,
    });
    passed.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, outgoing, () => {}); // either side may go away
    });
    passed.on('error', () => outgoing.destroy());
    pipeline(incoming, passed, () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}${path}`,
    leadTo: (upstream) => {
      target = upstream;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
