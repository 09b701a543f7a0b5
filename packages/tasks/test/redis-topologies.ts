/** Runs a suite on a single Redis and on a 3-node Redis Cluster, each with servers of its own. Used by the tests of this package. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startRedis } from '../../../infra/src/redis.js';
import { startRedisCluster } from '../../../infra/src/redis-cluster.js';

export interface RunningRedis {
  readonly url: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

type Topology = 'single' | 'cluster';

/** `suite` gets the address as a function, because servers start after tests are collected. */
export function describeOnRedis(name: string, suite: (redisUrl: () => string) => void): void {
  describe.each(['single', 'cluster'] as const)(`${name} on a %s Redis`, (topology) => {
    let server: RunningRedis | undefined;
    beforeAll(async () => {
      server = await start(topology);
    });
    afterAll(() => server?.stop());
    suite(() => server?.url ?? '');
  });
}

export async function start(topology: Topology): Promise<RunningRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'longshore-redis-'));
  const server = topology === 'single' ? await single(dir) : await cluster(dir);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function single(dir: string): Promise<RunningRedis> {
  const { url, pid, stop } = await startRedis({ dir, env: {} });
  return { url, pids: pid === null ? [] : [pid], stop };
}

async function cluster(dir: string): Promise<RunningRedis> {
  const { nodes, stop } = await startRedisCluster({ dir });
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  return { url: `redis+cluster://${hosts}`, pids: nodes.map(({ pid }) => pid), stop };
}
