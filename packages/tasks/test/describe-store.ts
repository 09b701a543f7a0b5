/**
 * A suite on a store, on a single Redis and on a Cluster, with the few acts that most tests begin
 * with.
 */
import { afterAll, beforeAll } from 'vitest';
import { connectRedis, type RedisClient } from '../src/connect-redis.js';
import { createTaskStore } from '../src/create-task-store.js';
import type { TaskStoreOptions } from '../src/store-context.js';
import type { AttemptOutcome, AttemptRef, CountRule, Task } from '../src/task.js';
import type { TaskStore } from '../src/task-store.js';
import { type GivenTask, newTask } from './new-task.js';
import { describeOnRedis } from './redis-topologies.js';

export interface StoreTest {
  readonly redis: RedisClient;
  readonly store: TaskStore;
  /** Throws when the slot is held. */
  register(given?: GivenTask): Promise<Task>;
  /** Throws when it is refused. */
  claim(task: { taskId: string }): Promise<AttemptRef>;
  progress(
    run: AttemptRef,
    succeeded: number,
    total?: number | null,
  ): ReturnType<TaskStore['progress']>;
  settle(
    run: AttemptRef,
    outcome?: Partial<AttemptOutcome>,
    countRule?: CountRule,
  ): Promise<boolean>;
}

export const LIMITS: TaskStoreOptions = { ttlMs: 60_000, ledgerTtlMs: 120_000, maxAttempts: 3 };
export const SUCCEEDED: AttemptOutcome = {
  phase: 'succeeded',
  counts: null,
  result: null,
  issues: null,
  notices: [],
  error: null,
};

export function describeStore(
  name: string,
  suite: (test: StoreTest) => void,
  limits: Partial<TaskStoreOptions> = {},
): void {
  describeOnRedis(name, (redisUrl) => {
    let redis: RedisClient;
    let store: TaskStore;
    beforeAll(async () => {
      // what Redis decides is tested here, not how soon: that is connect-redis.test.ts
      redis = await connectRedis(redisUrl(), { role: 'worker' });
      store = createTaskStore(redis, { ...LIMITS, ...limits });
    });
    afterAll(() => redis.disconnect());

    suite({
      get redis() {
        return redis;
      },
      get store() {
        return store;
      },
      register: async (given) => {
        const registration = await store.register(newTask(given ?? {}));
        if (!registration.registered) throw new Error(`the slot is held by ${registration.taskId}`);
        return registration.task;
      },
      claim: async ({ taskId }) => {
        const claim = await store.claim(taskId, 'worker-1');
        if (!claim.claimed) throw new Error(`not claimed: ${claim.reason}`);
        return { taskId, attempt: claim.task.attempt };
      },
      progress: (run, succeeded, total = null) =>
        store.progress(run, { total, succeeded, failed: 0, rowsPerSecond: null, etaMs: null }),
      settle: (run, outcome, countRule = 'last-attempt') =>
        store.settle(run, { ...SUCCEEDED, ...outcome }, countRule),
    });
  });
}
