/**
 * Makes the client of a Redis: one server, Sentinel or Cluster. JavaScript, because the thread that
 * keeps leases loads it too, and a thread loads no TypeScript. Used by connect-redis.ts.
 */
import { Cluster, Redis } from 'ioredis';

/** @import { RedisOptions } from 'ioredis' */
/** @import { RedisClient, RedisRole } from './connect-redis.js' */
/** @import { RedisTarget } from './redis-url.js' */

/** Of a connection that waits for messages: its server is asked by TCP whether it is there. */
const KEEP_ALIVE_MS = 10_000;

/** @satisfies {Readonly<Record<RedisRole, RedisOptions>>} */
const ROLE_OPTIONS = {
  api: {
    keepAlive: KEEP_ALIVE_MS,
    /**
     * Polls that arrive together go out in one write: a system call for each was a third of what a
     * poll cost.
     */
    enableAutoPipelining: true,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 1_000,
    connectTimeout: 1_500,
    socketTimeout: 2_000,
    retryStrategy: (/** @type {number} */ times) => Math.min(times * 100, 1_000),
  },
  worker: {
    keepAlive: KEEP_ALIVE_MS,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    socketTimeout: 15_000,
    retryStrategy: (/** @type {number} */ times) => Math.min(times * 200, 2_000),
  },
};

/**
 * Connects by itself, and again whenever the connection ends.
 * @param {RedisTarget} target
 * @param {RedisRole} role
 * @returns {RedisClient}
 */
export function createClient(target, role) {
  const options = { ...ROLE_OPTIONS[role], ...target.credentials };
  if (target.form === 'single') return new Redis(target.url, options);
  if (target.form === 'sentinel') {
    const { sentinels, master, db } = target;
    return new Redis({
      ...options,
      sentinels,
      name: master,
      db,
      sentinelRetryStrategy: (times) => Math.min(times * 100, 1_000),
    });
  }
  return new Cluster(target.nodes, {
    redisOptions: options,
    enableOfflineQueue: role === 'worker',
    maxRedirections: role === 'worker' ? 64 : 4,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 200,
    slotsRefreshTimeout: 1_500,
    clusterRetryStrategy: (times) => Math.min(times * 200, role === 'worker' ? 2_000 : 1_000),
  });
}
