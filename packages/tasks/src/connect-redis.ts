/**
 * The connection to Redis in its two temperaments, used by api and worker.
 * api: an answer or an error within 2 s, also on a connection that died silently. worker: waits for
 * as long as it takes.
 */
import { AppError } from '@longshore/contract';
import type { Cluster, Redis } from 'ioredis';
import { createClient } from './create-client.mjs';
import { parseRedisUrl, redisHosts } from './redis-url.js';

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
      message: `Redis at ${redisHosts(url)} does not answer: ${reasonOf(error)}`,
      cause: error,
    });
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error && error.message) || String(error);

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
