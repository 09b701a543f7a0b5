import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { describeStore, LIMITS } from '../test/describe-store.js';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { createTaskStore } from './create-task-store.js';
import type { TaskError } from './task.js';
import type { TaskStore } from './task-store.js';

const FAULT: TaskError = { code: 'executor_failed', message: 'x' };
const REFUSAL: TaskError = { code: 'too_many_rows', message: 'x', values: { maxRows: 5 } };

describeStore('how tasks ended', (test) => {
  const run = async (type: string) => test.claim(await test.register({ type }));
  const outcomesOf = async (type: string) =>
    (await test.store.watch.outcomes()).get(`export:${type}`);

  it('is counted where they are settled, once each', async () => {
    const type = `t-${randomUUID()}`;
    expect(await outcomesOf(type)).toBeUndefined();
    const done = await run(type);
    await test.settle(done);
    await test.settle(done);
    await test.settle(await run(type), { phase: 'failed', error: REFUSAL });
    const fault = await run(type);
    await test.settle(fault, { phase: 'failed', error: FAULT });
    const lost = await run(type);
    await test.store.fail(lost.taskId, { code: 'worker_lost', message: 'x' });
    await test.store.cancel((await run(type)).taskId);
    const brief = await test.register({ type, ttlMs: 20 });
    // its entity goes some moment after its deadline
    while ((await test.store.expire(brief.taskId)) === null);
    await test.store.expire(brief.taskId);
    expect(await outcomesOf(type)).toEqual({
      done: 1,
      refused: 1,
      fault: 2,
      expired: 1,
      lastFault: [fault.taskId, lost.taskId].sort().at(-1),
    });
  });
});

describe('the store of a fleet whose alarms reach somebody', () => {
  describeStore(
    'tells an owner so',
    (test) => {
      it('of a fault, not of a refusal', async () => {
        const failed = async (error: TaskError) => {
          const run = await test.claim(await test.register({ type: `t-${randomUUID()}` }));
          await test.settle(run, { phase: 'failed', error });
          return (await test.store.record(run.taskId))?.error;
        };
        expect(await failed(FAULT)).toEqual({ ...FAULT, isTold: true });
        expect(await failed(REFUSAL)).toEqual(REFUSAL);
      });
    },
    { tellsMaintainers: true },
  );
});

describe('a watch', () => {
  let redis: RedisClient;
  let store: TaskStore;
  beforeAll(async () => {
    // a database of its own: other tests watch too
    redis = await connectRedis(`${inject('redisUrl')}/5`, { role: 'api' });
    await redis.flushdb();
    store = createTaskStore(redis, LIMITS);
  });
  afterAll(() => redis.disconnect());

  it('is kept by one process, until it leaves or its lock ends', async () => {
    const [a, b] = [
      { id: 'a', worker: 'worker-a' },
      { id: 'b', worker: null },
    ];
    expect(await store.watch.sign(a, 3_600_000)).toMatchObject({ isWatcher: true });
    expect(await store.watch.sign(b, 3_600_000)).toMatchObject({ isWatcher: false });
    expect(await store.watch.sign(a, 3_600_000)).toMatchObject({ isWatcher: true });
    await store.watch.leave(b);
    expect(await store.watch.sign(b, 3_600_000)).toMatchObject({ isWatcher: false });
    await store.watch.leave(a);
    expect(await store.watch.sign(b, 1)).toMatchObject({ isWatcher: true });
    while (!(await store.watch.sign(a, 1)).isWatcher);
  });

  it('misses a worker that is silent and did not leave, until it was told or came back', async () => {
    await redis.flushdb();
    const [gone, left] = [
      { id: '1', worker: 'gone' },
      { id: '2', worker: 'left' },
    ];
    await store.watch.sign(gone, 1);
    await store.watch.sign(left, 1);
    await store.watch.leave(left);
    expect(await store.watch.silentWorkers(3_600_000)).toEqual([]);
    const [silent] = await store.watch.silentWorkers(0);
    expect(silent).toMatchObject({ name: 'gone' });
    if (silent === undefined) throw new Error('unreachable: it is silent');
    const earlier = { ...silent, lastSignAt: silent.lastSignAt - 1 };
    await store.watch.forgetWorker(earlier, 'x');
    expect(await store.watch.silentWorkers(0)).toHaveLength(1);
    await store.watch.forgetWorker(silent, 'x');
    expect(await store.watch.silentWorkers(0)).toEqual([]);
  });

  it('keeps a sample from which a window counts', async () => {
    const at = (done: number) =>
      new Map([['export:x', { done, refused: 0, fault: 0, expired: 0, lastFault: null }]]);
    expect(await store.watch.sample(at(1), 3_600_000)).toBeNull();
    expect(await store.watch.sample(at(9), 3_600_000)).toEqual(at(1));
    expect(await store.watch.sample(at(20), 3_600_000)).toEqual(at(1));
  });

  it('says how long the same job was seen waiting, and forgets those that wait no longer', async () => {
    const waits = (...jobs: string[]) => store.watch.waitingSince('export', jobs);
    expect(await waits('a', 'b')).toBe(0);
    while ((await waits('b')) < 5);
    expect(await waits('c')).toBe(0);
    expect(await waits()).toBe(0);
    expect(await waits('b')).toBe(0);
  });
});
