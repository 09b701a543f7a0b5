import { waitUntil } from '@longshore/infra';
import { afterEach, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { silentLog } from '../test/silent-log.js';
import { startJanitor } from './janitor.js';
import { bucketKeys, bucketOfTask, taskKeys } from './keys.js';
import type { Sweeper } from './sweeper.js';
import type { TaskRecord } from './task.js';

const TTL_MS = 1_500;

describeStore(
  'a task past its deadline',
  (test) => {
    const { register, claim, progress, settle } = test;
    const janitors: Sweeper[] = [];
    afterEach(() => Promise.all(janitors.splice(0).map((janitor) => janitor.close())));

    const sweep = (onExpired: (record: TaskRecord) => Promise<void>) =>
      void janitors.push(
        startJanitor({ tasks: test.store, log: silentLog, everyMs: 100, onExpired }),
      );
    const gone = ({ taskId }: { taskId: string }) =>
      waitUntil(async () => (await test.store.find(taskId)) === null, { what: 'the deadline' });

    it('is gone, refuses late writes and frees its slot, with no process to see to it', async () => {
      const task = await register();
      const run = await claim(task);
      await progress(run, 40, 100);
      await gone(task);
      expect(await progress(run, 99, 100)).toBe('expired');
      expect(await settle(run)).toBe(false);
      expect(await test.store.retryLater(run, { code: 'internal', message: 'late' }, 60_000)).toBe(
        'expired',
      );
      expect(await test.store.handBack(run)).toBe(false);
      expect(await test.store.claim(task.taskId, 'w')).toMatchObject({
        claimed: false,
        reason: 'expired',
      });
      expect(await test.store.cancel(task.taskId)).toBe(false);
      expect(await test.store.clear(task.taskId)).toBe(false);
      expect(await test.store.holder(task)).toBeNull();
      const expected = {
        phase: 'expired',
        finishedAt: task.expiresAt,
        counts: { total: 100, succeeded: 40, failed: 0, unprocessed: 60 },
        attempts: [{ outcome: 'expired', endedAt: new Date(task.expiresAt).toISOString() }],
      };
      expect(await test.store.record(task.taskId)).toMatchObject(expected);
      expect(
        (await test.store.list({ owner: task.owner, phase: 'expired', limit: 10 })).items,
      ).toMatchObject([expected]);
      expect(
        (await test.store.list({ owner: task.owner, phase: 'running', limit: 10 })).items,
      ).toEqual([]);
      await register({ owner: task.owner });
    });

    it('lives as long from its end as it could run, then keeps its phase in the ledger', async () => {
      const task = await register();
      await settle(await claim(task));
      const ended = await test.store.find(task.taskId);
      expect((ended?.expiresAt ?? 0) - (ended?.finishedAt ?? 0)).toBe(TTL_MS);
      await gone(task);
      expect(await test.store.record(task.taskId)).toMatchObject({
        phase: 'succeeded',
        attempts: [{ outcome: 'succeeded' }],
      });
      expect(await test.store.poll(task)).toBeNull();
    });

    it('is settled by janitors as it is told without them, and cleaned up after until that succeeded', async () => {
      const task = await register();
      const run = await claim(task);
      await progress(run, 40, 100);
      await gone(task);
      const told = await test.store.record(task.taskId);
      const calls: TaskRecord[] = [];
      sweep(async (record) => {
        if (record.taskId !== task.taskId) return;
        calls.push(record);
        if (calls.length < 3) throw new Error('the object store is away');
      });
      await waitUntil(
        async () =>
          (await test.redis.zscore(taskKeys(task.taskId).deadlines, task.taskId)) === null,
        {
          what: 'the clean-up',
        },
      );
      expect(calls).toEqual([told, told, told]);
      expect(await test.store.record(task.taskId)).toEqual(told);
      const { outbox, heartbeats } = bucketKeys(bucketOfTask(task.taskId));
      expect([
        await test.redis.zscore(outbox, task.taskId),
        await test.redis.zscore(heartbeats, task.taskId),
      ]).toEqual([null, null]);
    });

    it('may be settled by several janitors at once', async () => {
      const tasks = await Promise.all(Array.from({ length: 20 }, () => register()));
      const cleaned = new Set<string>();
      for (let i = 0; i < 3; i++) sweep(async ({ taskId }) => void cleaned.add(taskId));
      await waitUntil(() => tasks.every(({ taskId }) => cleaned.has(taskId)), {
        what: 'every clean-up',
      });
      for (const { taskId } of tasks)
        expect(await test.store.record(taskId)).toMatchObject({ phase: 'expired' });
    });

    it('is looked for by one process of the fleet in each round, whoever lives', async () => {
      const name = `sweeper-${process.pid}-${Date.now()}`;
      const take = () => test.store.takeRound(name, 300);
      const taken = await Promise.all(Array.from({ length: 20 }, take));
      expect(taken.filter(Boolean)).toHaveLength(1);
      await waitUntil(take, { what: 'the next round' });
      expect(await take()).toBe(false);
    });

    it('can be run again, before and after a janitor saw it', async () => {
      const [unseen, seen] = [await register(), await register()];
      await claim(unseen);
      await gone(seen);
      await test.store.expire(seen.taskId);
      for (const { taskId } of [unseen, seen]) {
        expect(await test.store.repeat(taskId)).toMatchObject({
          repeated: true,
          task: { phase: 'queued' },
        });
        await test.store.forgetExpired(taskId);
        expect(await test.redis.zscore(taskKeys(taskId).deadlines, taskId)).not.toBeNull();
        expect(await test.store.expire(taskId)).toBeNull();
      }
      expect((await test.store.record(unseen.taskId))?.attempts).toMatchObject([
        { outcome: 'expired' },
      ]);
    });
  },
  { ttlMs: TTL_MS },
);
