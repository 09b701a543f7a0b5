import { waitUntil } from '@longshore/infra';
import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { nextTurn } from '../test/next-turn.js';
import { bucketOfTask, taskKeys } from './keys.js';

const BATCH = { kind: 'batch', type: 'settle' } as const;
const NOW = { unqueuedMs: -1, silentMs: -1 };

describeStore('a paused task', (test) => {
  const { register, claim } = test;

  async function paused() {
    const task = await register(BATCH);
    const run = await claim(task);
    await test.progress(run, 3, 10);
    expect(await test.store.pause(task.taskId)).toBe(true);
    return { task, run };
  }

  it('keeps its slot and its counts, and no worker gets it', async () => {
    const { task, run } = await paused();
    expect(await test.store.find(task.taskId)).toMatchObject({
      phase: 'paused',
      counts: { total: 10, succeeded: 3, failed: 0, unprocessed: 7 },
    });
    expect(await test.store.holder(task)).toBe(task.taskId);
    expect(await test.store.claim(task.taskId, 'w')).toMatchObject({
      claimed: false,
      reason: 'paused',
    });
    expect(await test.progress(run, 4, 10)).toBe('paused');
    expect(await test.settle(run)).toBe(false);
  });

  it('is left alone by the recoverer until it is resumed', async () => {
    const { task } = await paused();
    const bucket = bucketOfTask(task.taskId);
    const before = await test.store.stranded(bucket, NOW);
    expect([...before.unqueued, ...before.silent]).not.toContain(task.taskId);
    expect(await test.store.resume(task.taskId)).toMatchObject({ phase: 'queued' });
    expect(await nextTurn(test.store, task.owner, task.kind)).toMatchObject({
      taskId: task.taskId,
    });
    expect(await test.store.resume(task.taskId)).toBeNull();
  });

  it('has its whole life again when it is paused and when it is resumed', async () => {
    const { task } = await paused();
    const { entity, record, deadlines } = taskKeys(task.taskId);
    const shorten = () => test.redis.hset(entity, 'expiresAt', 1);
    const livesMs = async () => {
      const { expiresAt } = (await test.store.find(task.taskId)) ?? task;
      expect(await test.redis.hget(record, 'expiresAt')).toBe(String(expiresAt));
      expect(await test.redis.zscore(deadlines, task.taskId)).toBe(String(expiresAt));
      expect(await test.redis.pexpiretime(entity)).toBe(expiresAt);
      return expiresAt - (await test.store.nowMs());
    };
    expect(await livesMs()).toBeGreaterThan(task.ttlMs - 5_000);
    await shorten();
    await test.store.resume(task.taskId);
    expect(await livesMs()).toBeGreaterThan(task.ttlMs - 5_000);
  });

  it('spends no attempt, and goes on with the next one', async () => {
    const { task } = await paused();
    for (let i = 0; i < task.maxAttempts + 1; i++) {
      await test.store.resume(task.taskId);
      await claim(task);
      await test.store.pause(task.taskId);
    }
    const record = await test.store.record(task.taskId);
    expect(record?.attempts.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: task.maxAttempts + 2 }, () => 'paused'),
    );
  });

  it('takes the counts that the database committed, exceptions too', async () => {
    const { task } = await paused();
    const counts = { total: 10, succeeded: 3, failed: 2, exceptions: 1 };
    await test.store.correctCounts(task.taskId, counts);
    expect(await test.store.find(task.taskId)).toMatchObject({
      counts: { ...counts, unprocessed: 5 },
    });
    // one exception healed: the sum is the same
    await test.store.correctCounts(task.taskId, {
      ...counts,
      succeeded: 4,
      failed: 1,
      exceptions: 0,
    });
    expect(await test.store.record(task.taskId)).toMatchObject({
      counts: { succeeded: 4, failed: 1, exceptions: 0 },
    });
  });

  it('expires when nobody resumes it', async () => {
    const { taskId } = await register({ ...BATCH, ttlMs: 1_000 });
    await test.store.pause(taskId);
    await waitUntil(async () => (await test.store.find(taskId)) === null, { what: 'the deadline' });
    expect(await test.store.expire(taskId)).toMatchObject({ phase: 'expired' });
    expect(await test.store.pause(taskId)).toBe(false);
  });
});
