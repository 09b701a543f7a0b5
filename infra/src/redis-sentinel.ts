/** A master, a replica and a Sentinel on loopback, for tests of a failover. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onFreePort } from './free-port.js';
import { findRedis } from './install-redis.js';
import { startRedisServer } from './redis.js';
import { type Place, type ServerProcess, startProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

const MASTER = 'main';
/** A master that is silent for so long is replaced. */
const DOWN_AFTER_MS = 1_000;

export interface RunningSentinel {
  /** `redis+sentinel://…` */
  readonly url: string;
  /** To the first master. */
  signalMaster(name: NodeJS.Signals): void;
  /** Port of the server that is master now, as the Sentinel sees it. */
  masterPort(): Promise<number>;
  stop(): Promise<void>;
}

/** Resolves when the Sentinel knows the replica. `dir` must be empty. */
export async function startRedisSentinel({ dir, logDir = dir }: Place): Promise<RunningSentinel> {
  const command = await findRedis({ logDir, say: () => {}, env: process.env });
  const started: ServerProcess[] = [];
  const stop = async () => {
    // a frozen process does not hear SIGTERM
    for (const server of started) if (!server.hasExited()) process.kill(server.pid, 'SIGCONT');
    await Promise.all(started.map((server) => server.stop()));
  };
  const serve = (name: string, extra: readonly string[] = []) =>
    onFreePort(async (port) => {
      const server = await startRedisServer({ dir, logDir, command, port, name, extra });
      started.push(server);
      return { server, port };
    });
  try {
    const master = await serve('redis-master');
    await serve('redis-replica', ['--replicaof', '127.0.0.1', String(master.port)]);
    const port = await onFreePort(async (free) => {
      const config = join(dir, 'sentinel.conf');
      await writeFile(config, sentinelConfig(free, master.port, dir));
      const args = [config, '--sentinel'];
      started.push(await startProcess({ name: 'sentinel', dir, logDir, command, args }));
      return free;
    });
    const masterPort = () =>
      ask(port, async (sentinel) => {
        const [, found] = (await sentinel.call(
          'SENTINEL',
          'GET-MASTER-ADDR-BY-NAME',
          MASTER,
        )) as string[];
        return Number(found);
      });
    await waitUntil(() => ask(port, knowsReplica), { what: 'the Sentinel to know the replica' });
    return {
      url: `redis+sentinel://127.0.0.1:${port}/${MASTER}`,
      signalMaster: (name) => void process.kill(master.server.pid, name),
      masterPort,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const sentinelConfig = (port: number, masterPort: number, dir: string): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${MASTER} 127.0.0.1 ${masterPort} 1`,
    `sentinel down-after-milliseconds ${MASTER} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${MASTER} 5000`,
    '',
  ].join('\n');

async function ask<T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ port, maxRetriesPerRequest: 50, retryStrategy: () => 100 });
  client.on('error', () => {}); // while the Sentinel starts
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}

/** A replica that is still loading would not be chosen. */
async function knowsReplica(sentinel: Redis): Promise<boolean> {
  const replicas = JSON.stringify(await sentinel.call('SENTINEL', 'REPLICAS', MASTER));
  return (
    replicas.includes('"master-link-status","ok"') || replicas.includes('"master-link-status":"ok"')
  );
}
