/**
 * The connection to Redis in its two temperaments, used by api and worker.
 * api: an answer or an error within 2 s, also on a connection that died silently. worker: waits for
 * as long as it takes.
 */
import { AppError } from '@longshore/contract';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl, type RedisTarget } from './redis-url.js';

/**
 * `api`: a call is answered or fails within two seconds; `worker`: a call waits for Redis to
 * return.
 */
export type RedisRole = 'api' | 'worker';
/** A connection to Redis: one server, Sentinel or Cluster. */
export type RedisClient = Redis | Cluster;

/** Longest waits of the role api: for the first connection, and for an answer. */
const FIRST_CONNECTION_MS = 1_900;
const ANSWER_MS = 1_500;

const answerLimits = new WeakMap<RedisClient, number>();

/** How long a call on this connection may take; null: as long as it takes. */
export const answerLimitMs = (redis: RedisClient): number | null => answerLimits.get(redis) ?? null;

/** Of a connection that waits for messages: its server is asked by TCP whether it is there. */
const KEEP_ALIVE_MS = 10_000;

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
    retryStrategy: (times: number) => Math.min(times * 100, 1_000),
  },
  worker: {
    keepAlive: KEEP_ALIVE_MS,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    socketTimeout: 15_000,
    retryStrategy: (times: number) => Math.min(times * 200, 2_000),
  },
} satisfies Readonly<Record<RedisRole, RedisOptions>>;

/**
 * Resolves when Redis answers. Role api throws AppError redis_unavailable when that takes over 2 s.
 * `url`: see redis-url.ts; both roles reconnect by themselves afterwards.
 */
export async function connectRedis(
  url: string,
  { role }: { role: RedisRole },
): Promise<RedisClient> {
  const redis = createClient(parseRedisUrl(url), role);
  if (role === 'api') answerLimits.set(redis, ANSWER_MS);
  // each call reports its own failure; without a listener ioredis prints every reconnection
  redis.on('error', () => {});
  try {
    await untilReady(redis, role === 'api' ? FIRST_CONNECTION_MS : null);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new AppError('redis_unavailable', {
      message: `Redis could not be reached: ${String(error)}`,
      cause: error,
    });
  }
}

function createClient(target: RedisTarget, role: RedisRole): RedisClient {
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

function untilReady(redis: RedisClient, timeoutMs: number | null): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    let lastError: unknown;
    const timer =
      timeoutMs === null
        ? undefined
        : setTimeout(() => settle(() => reject(lastError ?? new Error('no answer'))), timeoutMs);
    const noteError = (error: unknown) => {
      lastError = error;
    };
    const settle = (how: () => void) => {
      clearTimeout(timer);
      redis.off('ready', ready).off('end', ended).off('error', noteError);
      how();
    };
    const ready = () => settle(resolve);
    const ended = () => settle(() => reject(lastError ?? new Error('the connection was closed')));
    redis.once('ready', ready).once('end', ended).on('error', noteError);
  });
}
