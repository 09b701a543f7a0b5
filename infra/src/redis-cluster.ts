/**
 * A real Redis Cluster on loopback, for tests: slots split evenly, masters with or without
 * replicas.
 */
import { Redis } from 'ioredis';
import { onFreePort } from './free-port.js';
import { findRedis } from './install-redis.js';
import { startRedisServer } from './redis.js';
import type { Place, ServerProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

const SLOTS = 16_384;
/** A master that is silent for so long is replaced. */
const NODE_TIMEOUT_MS = 3_000;

export interface RunningRedisCluster {
  /** The masters, as it was started. */
  readonly nodes: readonly { readonly host: string; readonly port: number; readonly pid: number }[];
  /**
   * Strikes the master of this key; resolves when its replica serves the key. Only with
   * `hasReplicas`.
   */
  failOver(key: string, signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

interface ClusterOptions extends Place {
  /** At least 3, as Redis Cluster wants. */
  readonly nodes?: number;
  /** One a master. */
  readonly hasReplicas?: boolean;
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
  hasReplicas = false,
  say = () => {},
}: ClusterOptions): Promise<RunningRedisCluster> {
  const command = await findRedis({ logDir, say, env: process.env });
  const names = Array.from({ length: size }, (_, index) => `redis-node-${index + 1}`);
  const startNodes = (suffix: string) =>
    Promise.all(names.map((name) => startNode({ dir, logDir, command, name: name + suffix })));
  const nodes = await startNodes('');
  const replicas = hasReplicas ? await startNodes('-replica') : [];
  const all = [...nodes, ...replicas];
  const stop = async () => {
    // a frozen process does not hear SIGTERM
    for (const { server } of all) if (!server.hasExited()) process.kill(server.pid, 'SIGCONT');
    await Promise.all(all.map(({ server }) => server.stop()));
  };
  try {
    await assignSlots(nodes);
    await meet(all);
    await Promise.all(
      all.map((node) =>
        waitUntil(() => seesAll(node, all.length), {
          what: `node ${node.port} to see the whole cluster`,
        }),
      ),
    );
    await Promise.all(replicas.map((replica, i) => replicate(replica, nodes[i])));
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const { client } of all) client.disconnect();
  }
  return {
    nodes: nodes.map(({ port, server }) => ({ host: '127.0.0.1', port, pid: server.pid })),
    failOver: async (key, signal) => {
      const slot = await ask(nodes[0]?.port ?? 0, (node) => node.call('CLUSTER', 'KEYSLOT', key));
      const index = Math.floor((Number(slot) * size) / SLOTS);
      const [master, replica] = [nodes[index], replicas[index]];
      if (master === undefined || replica === undefined) throw new Error(`no replica for ${key}`);
      process.kill(master.server.pid, signal);
      await waitUntil(() => ask(replica.port, isMaster), {
        what: `the replica ${replica.port} to take over`,
        timeoutMs: 60_000,
      });
    },
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
        'cluster-node-timeout': NODE_TIMEOUT_MS,
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

async function replicate({ client, port }: Node, master: Node | undefined): Promise<void> {
  const id = String(await master?.client.call('CLUSTER', 'MYID'));
  await client.call('CLUSTER', 'REPLICATE', id);
  await waitUntil(
    async () => (await client.info('replication')).includes('master_link_status:up'),
    {
      what: `the replica ${port} to follow its master`,
    },
  );
}

const isMaster = async (node: Redis): Promise<boolean> =>
  (await node.info('replication')).includes('role:master');

async function ask<T>(port: number, question: (node: Redis) => Promise<T>): Promise<T> {
  const node = new Redis({ port });
  try {
    return await question(node);
  } finally {
    node.disconnect();
  }
}

async function seesAll({ client }: Node, size: number): Promise<boolean> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}`);
}
