/** Takes the port: a set but taken PORT is an error, an unset one takes the next free from 3000. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { type ConnectionCaps, capConnections } from './cap-connections.js';
import { type BodyRate, refuseSlowBodies } from './slow-bodies.js';

const FIRST_PORT = 3_000;
const LAST_PORT = 3_099;
/** What a connection may take before it is closed, signed in or not. */
export interface ConnectionLimits extends BodyRate {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** Without a byte in either direction. */
  readonly silentMs: number;
  /**
   * From the first byte of a request to the last: an upload of the greatest size on a slow line.
   */
  readonly requestMs: number;
}

const LIMITS: ConnectionLimits = {
  headersMs: 20_000,
  silentMs: 60_000,
  requestMs: 6 * 3_600_000,
  minBytesPerSecond: 1_024,
  windowMs: 30_000,
};
const CHECKED_EVERY_MS = 5_000;
/**
 * Between two requests of a connection; longer than the minute that load balancers keep one, which
 * would otherwise send a request just when this side closes.
 */
const KEEP_ALIVE_MS = 65_000;
const GRACE_MS = 10_000;

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
  /**
   * Stops taking connections, lets calls in flight go on for `graceMs` (default 10,000), then
   * resolves.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Where a server listens. */
export interface ListenOptions extends ConnectionCaps {
  /** Undefined: the next free port from 3000. */
  readonly port?: number | undefined;
  readonly host: string;
}

/**
 * Listens on node:http, with bounds on slow headers, slow bodies, silent connections and their
 * number. Throws when the port is taken.
 */
export async function listen(
  listener: RequestListener,
  { port, host, ...caps }: ListenOptions,
  limits: ConnectionLimits = LIMITS,
): Promise<Listening> {
  // Node's five minutes for a request are too short for a large upload on a slow line.
  const timeouts = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(CHECKED_EVERY_MS, limits.headersMs),
  };
  const server = createServer(timeouts);
  capConnections(server, caps);
  refuseSlowBodies(server, limits);
  server.on('request', listener);
  server.timeout = limits.silentMs;
  await (port === undefined ? bindNextFree(server, host) : bind(server, port, host));
  const bound = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    address: `http://${isIPv6(host) ? `[${host}]` : host}:${bound.port}`,
    close: ({ graceMs = GRACE_MS } = {}) => closeServer(server, graceMs),
  };
}

async function bindNextFree(server: Server, host: string): Promise<void> {
  for (let port = FIRST_PORT; ; port++) {
    try {
      return await bind(server, port, host);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port === LAST_PORT) throw error;
    }
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(
        Object.assign(
          new Error(`PORT: ${host}:${port} cannot be taken: ${cause.message}`, { cause }),
          {
            code: (cause as NodeJS.ErrnoException).code,
          },
        ),
      );
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
