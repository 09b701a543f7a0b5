import { waitUntil } from '@longshore/infra';
import { afterAll, afterEach, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import { silentLog } from '../test/silent-log.js';
import { startJanitor } from './janitor.js';
import { taskKeys } from './keys.js';
import { startRecoverer } from './recoverer.js';
import type { Sweeper } from './sweeper.js';
import type { TaskRecord } from './task.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';

const TTL_MS = 1_500;

describeStore(
  'a broken entry',
  (test) => {
    const sweepers: Sweeper[] = [];
    const queues: TaskQueue[] = [];
    afterEach(() => Promise.all(sweepers.splice(0).map((sweeper) => sweeper.close())));
    afterAll(() => Promise.all(queues.map((queue) => queue.close())));

    const watched = () => {
      const told: object[] = [];
      let setAside = 0;
      return {
        told,
        count: () => setAside,
        options: {
          log: { ...silentLog, error: (fields: object) => void told.push(fields) },
          onSetAside: () => {
            setAside += 1;
          },
        },
      };
    };
    /** A task of another owner in the same bucket as `taskId`, registered after it. */
    const inSameBucket = async (taskId: string, ttlMs = TTL_MS) => {
      for (;;) {
        const { owner } = newTask();
        if (taskKeys(test.store.newTaskId(owner)).outbox === taskKeys(taskId).outbox)
          return test.register({ owner, ttlMs });
      }
    };
    const isSetAside = async (taskId: string) =>
      (await test.redis.zscore(taskKeys(taskId).setAside, taskId)) !== null;

    it.each([
      ['an entity of another Redis type', 'set'],
      ['an entity whose values cannot be read', 'hash'],
    ])('is set aside by the recoverer, which goes on with its bucket: %s', async (_what, type) => {
      const queue = createTaskQueue({ redis: test.redis, tasks: test.store });
      queues.push(queue);
      const broken = await test.register({ ttlMs: 60_000 });
      const { entity } = taskKeys(broken.taskId);
      if (type === 'hash') await test.redis.hset(entity, 'params', '{"half');
      else {
        await test.redis.del(entity);
        await test.redis.set(entity, 'not a hash');
      }
      const sound = await inSameBucket(broken.taskId, 60_000);
      const { told, count, options } = watched();
      for (let i = 0; i < 2; i++)
        sweepers.push(
          startRecoverer({ ...options, tasks: test.store, queue, everyMs: 50, unqueuedMs: 100 }),
        );
      await waitUntil(async () => (await queue.stateOf(sound.kind, sound.taskId)) === 'queued', {
        what: 'the sound task',
      });
      expect(await isSetAside(broken.taskId)).toBe(true);
      expect(told).toMatchObject([{ taskId: broken.taskId }]);
      expect(count()).toBe(1);
    });

    it('is set aside by the janitor, which settles the others', async () => {
      const broken = await test.register();
      const sound = await inSameBucket(broken.taskId);
      const { record } = taskKeys(broken.taskId);
      await test.redis.del(record);
      await test.redis.set(record, 'not a hash');
      const expired: TaskRecord[] = [];
      const { told, count, options } = watched();
      sweepers.push(
        startJanitor({
          ...options,
          tasks: test.store,
          everyMs: 100,
          onExpired: async (task) => void expired.push(task),
        }),
      );
      await waitUntil(() => expired.some(({ taskId }) => taskId === sound.taskId), {
        what: 'the sound task',
      });
      expect(await isSetAside(broken.taskId)).toBe(true);
      expect(await test.store.overdue(Number.parseInt(broken.taskId.slice(-2), 16) % 64)).toEqual(
        [],
      );
      expect(told).toMatchObject([{ taskId: broken.taskId }]);
      expect(count()).toBe(1);
    });
  },
  { ttlMs: TTL_MS },
);
