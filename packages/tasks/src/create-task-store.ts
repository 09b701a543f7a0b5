/** The task store on Redis, put together from its parts. */
import { alarms } from './alarms.js';
import { attempts } from './attempts.js';
import { auditLog } from './audit-log.js';
import { callCounts } from './call-counts.js';
import type { RedisClient } from './connect-redis.js';
import { fleet } from './fleet.js';
import { headerChoices } from './header-choices.js';
import { lines } from './lines.js';
import { listing } from './listing.js';
import { maintenance } from './maintenance.js';
import { notes } from './notes.js';
import { pauses } from './pauses.js';
import { places } from './places.js';
import { reads } from './reads.js';
import { callRedis } from './redis-call.js';
import { redisHealth } from './redis-health.js';
import { registrations } from './registrations.js';
import { removals } from './removals.js';
import { scriptRunner } from './scripts.js';
import { signingKeys } from './signing-keys.js';
import type { TaskStoreOptions } from './store-context.js';
import type { TaskStore } from './task-store.js';
import { watch } from './watch.js';

/** `redis`: from `connectRedis`; closing it stays with the caller. */
export function createTaskStore(redis: RedisClient, options: TaskStoreOptions): TaskStore {
  const context = { ...options, run: scriptRunner(redis) };
  return {
    ...registrations(context),
    ...reads(context),
    ...listing(context),
    ...attempts(context),
    ...removals(context),
    ...pauses(context),
    ...notes(context),
    ...lines(context),
    ...places(context),
    ...headerChoices(context),
    ...maintenance(context),
    alarms: alarms(context),
    watch: watch(context),
    signingKeys: signingKeys(context),
    countCalls: callCounts(context),
    audit: auditLog(context),
    fleet: fleet(context),
    nowMs: () => callRedis(redis, () => timeMs(redis)),
    ...redisHealth(redis),
    ping: () => callRedis(redis, async () => void (await redis.ping())),
  };
}

async function timeMs(redis: RedisClient): Promise<number> {
  const [seconds = 0, microseconds = 0] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
