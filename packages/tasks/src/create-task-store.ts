/** The task store on Redis, put together from its parts. */
import { randomBytes } from 'node:crypto';
import { attempts } from './attempts.js';
import type { RedisClient } from './connect-redis.js';
import { SIGNING_KEY } from './keys.js';
import { maintenance } from './maintenance.js';
import { notes } from './notes.js';
import { reads } from './reads.js';
import { callRedis } from './redis-call.js';
import { registrations } from './registrations.js';
import { removals } from './removals.js';
import { scriptRunner } from './scripts.js';
import type { TaskStoreOptions } from './store-context.js';
import type { TaskStore } from './task-store.js';

const SIGNING_KEY_BYTES = 32;

/** `redis`: from `connectRedis`; closing it stays with the caller. */
export function createTaskStore(redis: RedisClient, options: TaskStoreOptions): TaskStore {
  const context = { ...options, run: scriptRunner(redis) };
  return {
    ...registrations(context),
    ...reads(context),
    ...attempts(context),
    ...removals(context),
    ...notes(context),
    ...maintenance(context),
    signingKey: () => callRedis(redis, () => signingKey(redis)),
    ping: () => callRedis(redis, async () => void (await redis.ping())),
  };
}

async function signingKey(redis: RedisClient): Promise<Buffer> {
  await redis.set(SIGNING_KEY, randomBytes(SIGNING_KEY_BYTES).toString('base64'), 'NX');
  return Buffer.from((await redis.get(SIGNING_KEY)) ?? '', 'base64');
}
