/** A real Redis Cluster on loopback, for tests: masters only, slots split evenly. */
import { Redis } from 'ioredis';
import { onFreePort } from './free-port.js';
import { findRedis } from './install-redis.js';
import { startRedisServer } from './redis.js';
import type { Place, ServerProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

const SLOTS = 16_384;

export interface RunningRedisCluster {
  readonly nodes: readonly { readonly host: string; readonly port: number; readonly pid: number }[];
  stop(): Promise<void>;
}

interface ClusterOptions extends Place {
  /** At least 3, as Redis Cluster wants. */
  readonly nodes?: number;
  readonly say?: (line: string) => void;
}

interface Node {
  readonly port: number;
  readonly busPort: number;
  readonly server: ServerProcess;
  readonly client: Redis;
}

/** Resolves when every node says `cluster_state:ok`. `dir` must be empty. Needs Redis 7. */
export async function startRedisCluster({
  dir,
  logDir = dir,
  nodes: size = 3,
  say = () => {},
}: ClusterOptions): Promise<RunningRedisCluster> {
  const command = await findRedis({ logDir, say, env: process.env });
  const names = Array.from({ length: size }, (_, index) => `redis-node-${index + 1}`);
  const nodes = await Promise.all(names.map((name) => startNode({ dir, logDir, command, name })));
  const stop = async () => void (await Promise.all(nodes.map(({ server }) => server.stop())));
  try {
    await assignSlots(nodes);
    await meet(nodes);
    await Promise.all(
      nodes.map((node) =>
        waitUntil(() => seesAll(node, size), {
          what: `node ${node.port} to see the whole cluster`,
        }),
      ),
    );
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const { client } of nodes) client.disconnect();
  }
  return {
    nodes: nodes.map(({ port, server }) => ({ host: '127.0.0.1', port, pid: server.pid })),
    stop,
  };
}

interface NodeOptions extends Place {
  readonly command: string;
  readonly name: string;
}

/**
 * By default the bus listens on port + 10000, which may be taken or too high, so it gets a free
 * port of its own.
 */
async function startNode(options: NodeOptions): Promise<Node> {
  return onFreePort((busPort) =>
    onFreePort(async (port) => {
      const settings = {
        'cluster-enabled': 'yes',
        'cluster-port': busPort,
        'cluster-node-timeout': 5_000,
      };
      const extra = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
      const server = await startRedisServer({ ...options, port, extra });
      return { port, busPort, server, client: new Redis({ port }) };
    }),
  );
}

async function assignSlots(nodes: readonly Node[]): Promise<void> {
  const edge = (index: number) => Math.floor((index * SLOTS) / nodes.length);
  await Promise.all(
    nodes.map(({ client }, index) =>
      client.call('CLUSTER', 'ADDSLOTSRANGE', String(edge(index)), String(edge(index + 1) - 1)),
    ),
  );
}

async function meet([first, ...others]: readonly Node[]): Promise<void> {
  for (const { port, busPort } of others)
    await first?.client.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort));
}

async function seesAll({ client }: Node, size: number): Promise<boolean> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}`);
}
