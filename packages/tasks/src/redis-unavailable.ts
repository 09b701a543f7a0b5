/** One rule for what a failed Redis call means: Redis cannot be used now (AppError redis_unavailable), or a fault of ours, which rises as it is. */
import { AppError } from '@longshore/contract';
import { ReplyError } from 'ioredis';

/** Answers of a server that is there but cannot serve: starting, failing over, read-only, out of memory. */
const NOT_SERVING = /^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|READONLY|NOREPLICAS|OOM|MISCONF|BUSY)\b/;

export function redisUnavailable(error: unknown): unknown {
  if (error instanceof ReplyError && error instanceof Error && !NOT_SERVING.test(error.message)) return error;
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('redis_unavailable', { message: `Redis could not be used: ${reason}`, cause: error });
}
