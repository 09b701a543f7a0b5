/** Places around runs, on real Redis. */
import { randomUUID } from 'node:crypto';
import {
  connectRedis,
  createTaskQueue,
  createTaskStore,
  type Task,
  type TaskAttempt,
} from '@longshore/tasks';
import { expect, inject, test } from 'vitest';
import { createTurns } from './turns.js';

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

test('a run that was overtaken leaves the place to the run that goes on', async () => {
  const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
  const tasks = createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 60_000, maxAttempts: 3 });
  const queue = createTaskQueue({ redis, tasks });
  const type = `limited-${randomUUID()}`;
  const limited = { maxRunning: 1 };
  const business = { executors: [limited], find: () => limited } as unknown as Parameters<
    typeof createTurns
  >[0]['business'];
  const register = async (): Promise<Task> => {
    const owner = `clerk-${randomUUID()}`;
    const fields = { language: 'en', timeZone: 'UTC', format: 'xlsx', fileName: null } as const;
    const registration = await tasks.register({
      kind: 'export',
      type,
      owner,
      params: {},
      ...fields,
    });
    if (!registration.registered) throw new Error('the slot was taken');
    return registration.task;
  };
  const inTurn = createTurns({ tasks, queue, business, log });
  const [task, next] = [await register(), await register()];
  /** Runs until it is let go; resolves once it runs. */
  const begin = (worker: string) =>
    new Promise<() => Promise<unknown>>((begun) => {
      const { taskId, owner, kind } = task;
      const signal = new AbortController().signal;
      const given: TaskAttempt = { taskId, owner, kind, lane: 0, worker, signal, claimed: silent };
      const running: Promise<unknown> = inTurn(given, async (claimed) => {
        const claim = await tasks.claim(taskId, worker);
        if (!claim.claimed) throw new Error(claim.reason);
        claimed(claim.task);
        await new Promise<void>((letGo) => {
          begun(() => {
            letGo();
            return running;
          });
        });
        return 'done';
      });
    });

  const first = await begin('first');
  const second = await begin('second');
  await first();
  expect(await tasks.takePlace(next, 1)).toMatchObject({ isTaken: false });
  await second();
  expect(await tasks.takePlace(next, 1)).toMatchObject({ isTaken: true });
  await queue.close();
  redis.disconnect();
});
