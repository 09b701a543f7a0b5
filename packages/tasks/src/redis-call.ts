/**
 * The way of every call to Redis: what fails because Redis cannot be used now becomes AppError
 * redis_unavailable, and a caller that was promised an answer in time gets one whatever the client
 * library is still trying.
 */
import { AppError } from '@longshore/contract';
import { ReplyError } from 'ioredis';
import { answerLimitMs, type RedisClient } from './connect-redis.js';

/**
 * Runs `call`, bounded when `redis` is a connection for the API. A fault of ours (a wrong command)
 * rises as it is.
 */
export async function callRedis<T>(redis: RedisClient, call: () => Promise<T>): Promise<T> {
  const limitMs = answerLimitMs(redis);
  try {
    return await (limitMs === null ? call() : within(limitMs, call()));
  } catch (error) {
    throw redisUnavailable(error);
  }
}

/**
 * Answers of a server that is there but cannot serve: starting, failing over, read-only, out of
 * memory.
 */
const NOT_SERVING =
  /^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|READONLY|NOREPLICAS|OOM|MISCONF|BUSY)\b/;

function redisUnavailable(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ReplyError && !NOT_SERVING.test(message)) return error;
  return new AppError('redis_unavailable', {
    message: `Redis could not be used: ${message}`,
    cause: error,
  });
}

/** By hand rather than by `Promise.race`, which costs several promises more for each poll. */
function within<T>(limitMs: number, answering: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    answering.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
