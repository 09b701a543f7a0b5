/**
 * Opens what API and worker both stand on: Redis, queue, object store, business. Used by the doors
 * of `@longshore/server` and `@longshore/worker`; reads no environment.
 */
import { type Alarming, type AlarmOptions, openAlarms } from '@longshore/alarms';
import {
  type Business,
  declareRoutines,
  type LoadedBusiness,
  loadBusiness,
} from '@longshore/executors';
import { createStore, type ObjectStore, type StoreConfig } from '@longshore/storage';
import {
  connectRedis,
  createTaskQueue,
  createTaskStore,
  type Log,
  type RedisClient,
  type RedisRole,
  redisHosts,
  type TaskQueue,
  type TaskStore,
} from '@longshore/tasks';
import { observedStore } from './observed-store.js';
import { untilAnswered } from './until-answered.js';

/** What a task centre and its workers are made of; both must be given the same. */
export interface ServiceOptions {
  /** What `defineBusiness` returned, or the name or path of the package that exports it. */
  readonly business: Business | string;
  /** `redis://`, `rediss://`, `redis+sentinel://` or `redis+cluster://`. */
  readonly redis: string;
  /** An S3 server, a directory of this host, or a store of your own. */
  readonly store: StoreConfig | ObjectStore;
  /** Life of a task, in milliseconds. Default 30 minutes. */
  readonly taskTtlMs?: number;
  /** Life of a task's record and files, in milliseconds. Default 7 days. */
  readonly ledgerTtlMs?: number;
  /** Attempts of one task before it is given up. Default 3. */
  readonly maxAttempts?: number;
  /** Tasks of one owner that run at once, over all workers. Default: no limit. */
  readonly maxRunningPerOwner?: number | undefined;
  /** Where alarms go, beside the log, and what is one. */
  readonly alarms?: AlarmOptions | undefined;
  /** Takes log lines, as a pino logger does. Default: none are written. */
  readonly log?: Log;
}

/** The opened parts, one of each a process. */
export interface Services {
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  readonly log: Log;
  readonly alarming: Alarming;
  /** Life of a record and of its files, in milliseconds. */
  readonly ledgerTtlMs: number;
  /**
   * Migrates the framework's tables, lets the business make its own, and makes its routines known.
   * Safe in several processes.
   */
  prepare(): Promise<void>;
  /** In order: queue, Redis, database. */
  close(): Promise<void>;
}

/** Defaults of the lives of tasks and records, in milliseconds, and of the attempts of one task. */
export const TASK_DEFAULTS = {
  taskTtlMs: 30 * 60_000,
  ledgerTtlMs: 7 * 24 * 3_600_000,
  maxAttempts: 3,
} as const;

const WAITING_TOLD_MS = 5_000;

const QUIET: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * `role` decides how long a call to Redis may take. Throws AppError for a part that does not
 * answer in 10 s, BusinessError for a business that cannot be served.
 */
export async function openServices(options: ServiceOptions, role: RedisRole): Promise<Services> {
  const { taskTtlMs, ledgerTtlMs, maxAttempts } = { ...TASK_DEFAULTS, ...defined(options) };
  const log = options.log ?? QUIET;
  const alarming = openAlarms(options.alarms ?? {}, log);
  const business = await loadBusiness(options.business);
  const plain = 'put' in options.store ? options.store : createStore(options.store);
  const store = observedStore(plain);
  await untilAnswered(() => store.ready(), log);
  await store.check();
  const redis = await redisOf(options.redis, role, log);
  const tasks = createTaskStore(redis, {
    ttlMs: taskTtlMs,
    ledgerTtlMs,
    maxAttempts,
    maxRunningPerOwner: options.maxRunningPerOwner,
    tellsMaintainers: alarming.tellsMaintainers,
  });
  const queue = createTaskQueue({ redis, tasks });
  await warnOfEviction(tasks, log);
  return {
    tasks,
    queue,
    store,
    business,
    log,
    alarming,
    ledgerTtlMs,
    prepare: async () => {
      await untilAnswered(() => business.database.ready(), log); // says which server is away
      await business.database.migrate();
      await business.prepare();
      await declareRoutines(business, tasks.nowMs);
    },
    close: async () =>
      void (await Promise.allSettled([
        queue.close().then(() => quit(redis)),
        business.database.close(),
      ])),
  };
}

/** A worker waits for as long as it takes, and says so. */
async function redisOf(url: string, role: RedisRole, log: Log): Promise<RedisClient> {
  const where = redisHosts(url);
  const waiting = setInterval(
    () => log.warn({ redis: where }, `waiting for Redis at ${where}`),
    WAITING_TOLD_MS,
  );
  try {
    return await connectRedis(url, { role });
  } finally {
    clearInterval(waiting);
  }
}

/** At each start, and as an error: lost tasks would not be told by anything else. */
async function warnOfEviction(tasks: Pick<TaskStore, 'evictionPolicies'>, log: Log): Promise<void> {
  const [policy] = await tasks.evictionPolicies();
  if (policy !== undefined)
    log.error(
      { maxmemoryPolicy: policy },
      'Redis drops tasks when its memory is full: set its maxmemory-policy to noeviction',
    );
}

/** Without the options that were given as undefined. */
const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

const QUIT_MS = 1_000;

/** Ends the connection in order; a Redis that does not answer is left. */
async function quit(redis: RedisClient): Promise<void> {
  const late = setTimeout(() => redis.disconnect(), QUIT_MS);
  await redis.quit();
  clearTimeout(late);
}
