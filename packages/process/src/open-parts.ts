/**
 * Opens what API and worker both stand on: Redis, queue, object store, business. An unreachable
 * part stops the start.
 */
import { type LoadedBusiness, loadBusiness } from '@longshore/executors';
import { createStore, type ObjectStore } from '@longshore/storage';
import {
  connectRedis,
  createTaskQueue,
  createTaskStore,
  type RedisClient,
  type TaskQueue,
  type TaskStore,
} from '@longshore/tasks';
import { type SharedConfig, storageConfig } from './environment.js';

export interface Parts {
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  /** In order: queue, Redis, database. */
  close(): Promise<void>;
}

export async function openParts(config: SharedConfig, role: 'api' | 'worker'): Promise<Parts> {
  const redis = await connectRedis(config.REDIS_URL, { role });
  const tasks = createTaskStore(redis, {
    ttlMs: config.TASK_TTL_MS,
    ledgerTtlMs: config.LEDGER_TTL_MS,
    maxAttempts: config.TASK_MAX_ATTEMPTS,
  });
  const queue = createTaskQueue({ redis, tasks });
  const store = await createStore(storageConfig(config));
  await store.ready();
  const business = await loadBusiness(config.BUSINESS);
  return {
    tasks,
    queue,
    store,
    business,
    close: async () =>
      void (await Promise.allSettled([
        queue.close().then(() => quit(redis)),
        business.database.close(),
      ])),
  };
}

const QUIT_MS = 1_000;

/** Says goodbye; a Redis that does not answer is left. */
async function quit(redis: RedisClient): Promise<void> {
  const late = setTimeout(() => redis.disconnect(), QUIT_MS);
  await redis.quit();
  clearTimeout(late);
}

/**
 * Migrates the framework's tables, then lets the business prepare its own (tables, seed). Safe in
 * several processes at once.
 */
export async function prepareBusiness({ database, prepare }: LoadedBusiness): Promise<void> {
  await database.migrate();
  await prepare();
}
