/**
 * Closes connections beyond a number, of one network address and in all, before a byte of them is
 * read. Used by listen.ts.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '@longshore/tasks';
import { networkOf } from './client-address.js';

export interface ConnectionCaps {
  /** Default 10,000. */
  readonly maxConnections?: number;
  /** Of one network address, which may be a proxy's. Default 2,000. */
  readonly maxConnectionsPerAddress?: number;
  /** Told, at most once a minute, that connections were refused. */
  readonly log?: Pick<Log, 'warn'>;
}

const MAX_CONNECTIONS = 10_000;
const MAX_PER_ADDRESS = 2_000;
const WARN_EVERY_MS = 60_000;

export function capConnections(
  server: Server,
  {
    maxConnections = MAX_CONNECTIONS,
    maxConnectionsPerAddress = MAX_PER_ADDRESS,
    log,
  }: ConnectionCaps,
): void {
  const open = new Map<string, number>();
  let warnAt = 0;
  const warn = (address: string | undefined, why: string) => {
    if (performance.now() < warnAt) return;
    warnAt = performance.now() + WARN_EVERY_MS;
    log?.warn({ address }, `connections are refused: ${why}`);
  };

  server.maxConnections = maxConnections;
  server.on('drop', (dropped) =>
    warn(dropped?.remoteAddress, `${maxConnections} are open (MAX_CONNECTIONS)`),
  );
  server.on('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count <= maxConnectionsPerAddress) return;
    warn(
      address,
      `${maxConnectionsPerAddress} of this address are open (MAX_CONNECTIONS_PER_ADDRESS)`,
    );
    socket.destroy();
  });
}
