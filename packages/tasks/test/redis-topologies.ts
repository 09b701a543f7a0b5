/**
 * Runs a suite on a single Redis and on a 3-node Redis Cluster, each with servers of the test
 * file's own. Used by the tests of this package.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, startRedisCluster } from '@longshore/infra';
import { afterAll, beforeAll, describe } from 'vitest';

export interface TestRedis {
  readonly url: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

const TOPOLOGIES = ['single', 'cluster'] as const;
type Topology = (typeof TOPOLOGIES)[number];

/** Started by the first suite of a file, stopped by its last. */
const shared = new Map<Topology, { suites: number; redis: Promise<TestRedis> | null }>();

/**
 * `suite` gets address and processes as functions, because servers start after tests are collected.
 */
export function describeOnRedis(
  name: string,
  suite: (redisUrl: () => string, redisPids: () => readonly number[]) => void,
): void {
  describe.each(TOPOLOGIES)(`${name} on a %s Redis`, (topology) => {
    const entry = shared.get(topology) ?? { suites: 0, redis: null };
    shared.set(topology, entry);
    entry.suites += 1;
    let redis: TestRedis | undefined;
    beforeAll(async () => {
      entry.redis ??= startTestRedis(topology);
      redis = await entry.redis;
    });
    afterAll(async () => {
      entry.suites -= 1;
      if (entry.suites > 0) return;
      const last = await entry.redis;
      entry.redis = null; // the next file of this process starts its own
      await last?.stop();
    });
    suite(
      () => redis?.url ?? '',
      () => redis?.pids ?? [],
    );
  });
}

export async function startTestRedis(topology: Topology): Promise<TestRedis> {
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

/** Never the Redis of REDIS_URL: these tests stop, restart and empty it. */
async function single(dir: string): Promise<TestRedis> {
  const { REDIS_URL: _ignored, ...env } = process.env;
  const { url, pid, stop } = await startRedis({ dir, env });
  return { url, pids: pid === null ? [] : [pid], stop };
}

async function cluster(dir: string): Promise<TestRedis> {
  const { nodes, stop } = await startRedisCluster({ dir });
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  return { url: `redis+cluster://${hosts}`, pids: nodes.map(({ pid }) => pid), stop };
}
