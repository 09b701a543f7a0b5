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
/** The user may not do it: alone, inside a script (Redis 7 and 6), or not signed in. */
const DENIED =
  /^(NOPERM|NOAUTH|WRONGPASS)\b|The user executing the script can't|-NOPERM|ACL failure/;
/** Errors of the way to the server: of Node's sockets, and of ioredis. */
const DISCONNECTED =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)|Connection is closed|Socket timeout/;

/** Whether an error of BullMQ or of ours says that Redis cannot be used now. */
export function isRedisFault(error: unknown): error is Error {
  if (error instanceof AppError) return error.code === 'redis_unavailable';
  if (!(error instanceof Error)) return false;
  const { message } = error;
  if (error instanceof ReplyError) return NOT_SERVING.test(message) || DENIED.test(message);
  return DISCONNECTED.test('code' in error ? String(error.code) : message);
}

function redisUnavailable(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ReplyError && !isRedisFault(error)) return error;
  return new AppError('redis_unavailable', {
    message: `Redis could not be used: ${message}`,
    cause: error,
  });
}

/** By hand rather than by `Promise.race`, which costs several promises more for each poll. */
function within<T>(limitMs: number, answering: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    answering.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
