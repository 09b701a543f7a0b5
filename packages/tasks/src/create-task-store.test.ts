import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTask } from '../test/new-task.js';
import { describeOnRedis } from '../test/redis-topologies.js';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { createTaskStore } from './create-task-store.js';
import type { NewTask, Run, Task } from './task.js';
import type { TaskStore } from './task-store.js';

const LIMITS = { ttlMs: 60_000, ledgerTtlMs: 120_000, maxAttempts: 3 };

describeOnRedis('the store', (redisUrl) => {
  let redis: RedisClient;
  let store: TaskStore;

  beforeAll(async () => {
    redis = await connectRedis(redisUrl(), { role: 'api' });
    store = createTaskStore(redis, LIMITS);
  });
  afterAll(() => redis.quit());

  const register = async (given: Partial<NewTask> = {}): Promise<Task> => {
    const registration = await store.register(newTask(given));
    if (!registration.registered) throw new Error(`the slot is held by ${registration.taskId}`);
    return registration.task;
  };
  const claim = async ({ taskId }: { taskId: string }): Promise<Run> => {
    const claimed = await store.claim(taskId, 'worker-1');
    if (!claimed.claimed) throw new Error(`not claimed: ${claimed.reason}`);
    return { taskId, attempt: claimed.task.attempt };
  };
  const progress = (run: Run, succeeded: number, total: number | null = null) =>
    store.progress(run, { total, succeeded, failed: 0, rowsPerSecond: null, etaMs: null });

  describe('a registration', () => {
    it('states everything that was asked for, queued, with its deadline', async () => {
      const asked = newTask({ kind: 'import', type: 'products', upload: { key: 'uploads/1/original', name: '价格.xlsx', sizeBytes: 12 } });
      const task = await register(asked);
      expect(task).toMatchObject({ ...asked, phase: 'queued', attempt: 0, maxAttempts: 3, startedAt: null, error: null });
      expect(task.expiresAt - task.registeredAt).toBe(LIMITS.ttlMs);
      expect(await store.find(task.taskId)).toEqual(task);
      expect(await store.record(task.taskId)).toEqual({ ...task, attempts: [], downloads: 0, cleared: false });
    });

    it.each([100, 1_000])('of %i at once makes one task', async (times) => {
      const asked = newTask();
      const answers = await Promise.all(Array.from({ length: times }, () => store.register(asked)));
      const made = answers.filter((answer) => answer.registered);
      expect(made).toHaveLength(1);
      const ids = new Set(answers.map((answer) => (answer.registered ? answer.task.taskId : answer.taskId)));
      expect(ids.size).toBe(1);
      expect((await store.list({ owner: asked.owner, limit: 100 })).items).toHaveLength(1);
    });

    it('tells whether the live task was started with the same params, whatever the order of their keys', async () => {
      const asked = newTask({ params: { a: 1, b: { c: [1, 2], d: null } } });
      await store.register(asked);
      expect(await store.register({ ...asked, params: { b: { d: null, c: [1, 2] }, a: 1 } })).toMatchObject({ sameParams: true });
      expect(await store.register({ ...asked, params: { a: 1, b: { c: [2, 1], d: null } } })).toMatchObject({ sameParams: false });
    });

    it('takes the place of a finished task that was not cleared', async () => {
      const asked = newTask();
      const first = await register(asked);
      const run = await claim(first);
      await store.settle(run, { phase: 'succeeded', counts: null, result: null, issues: null, error: null });
      const second = await store.register(asked);
      expect(second).toMatchObject({ registered: true, replaced: first.taskId });
      expect(await store.find(first.taskId)).toBeNull();
      expect(await store.record(first.taskId)).toMatchObject({ phase: 'succeeded', cleared: true });
    });
  });

  it('fences an earlier attempt off: progress, settle, retry and hand-back are refused', async () => {
    const task = await register();
    const zombie = await claim(task);
    const run = await claim(task);
    expect(await progress(zombie, 9)).toBe('superseded');
    expect(await store.settle(zombie, { phase: 'succeeded', counts: null, result: null, issues: null, error: null })).toBe(false);
    expect(await store.retryLater(zombie, { code: 'internal', message: 'late' })).toBe('superseded');
    expect(await store.handBack(zombie)).toBe(false);
    expect(await progress(run, 1, 10)).toBe('go');
    expect(await store.record(task.taskId)).toMatchObject({
      ...{ phase: 'running', attempt: 2, counts: { total: 10, succeeded: 1, failed: 0, unprocessed: 9 } },
      attempts: [
        { attempt: 1, outcome: 'lost' },
        { attempt: 2, outcome: null, worker: 'worker-1' },
      ],
    });
  });
});
