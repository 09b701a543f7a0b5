/** Whether Redis can be worked with: it takes writes, and drops no key by itself. */
import { Cluster } from 'ioredis';
import type { RedisClient } from './connect-redis.js';
import { BUCKETS, probeKey } from './keys.js';
import { callRedis } from './redis-call.js';

export interface RedisHealth {
  /**
   * Writes a key that is gone a few seconds later. Throws AppError redis_unavailable when Redis is
   * away, out of memory, a replica, or cannot write to its disk.
   */
  probeWrite(): Promise<void>;
  /**
   * The eviction policies of the servers, but `noeviction`: with any other a task may be dropped in
   * the middle of its run.
   */
  evictionPolicies(): Promise<string[]>;
}

const PROBE_LIFE_MS = 5_000;

export function redisHealth(redis: RedisClient): RedisHealth {
  return {
    probeWrite: () =>
      callRedis(redis, async () => {
        const keys = Array.from({ length: bucketsToProbe(redis) }, (_, bucket) => probeKey(bucket));
        await Promise.all(keys.map((key) => redis.set(key, '', 'PX', PROBE_LIFE_MS)));
      }),
    evictionPolicies: () =>
      callRedis(redis, async () => {
        const servers = redis instanceof Cluster ? redis.nodes('master') : [redis];
        const policies = await Promise.all(
          servers.map(async (server) => policyOf(await server.info('memory'))),
        );
        return [...new Set(policies)].filter((policy) => policy !== 'noeviction');
      }),
  };
}

/** One server needs one write; the buckets of a Cluster are spread over its servers. */
const bucketsToProbe = (redis: RedisClient): number => (redis instanceof Cluster ? BUCKETS : 1);

/**
 * A server that does not tell its policy, as some kin of Redis do, evicts nothing that is known.
 */
const policyOf = (info: string): string =>
  /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
