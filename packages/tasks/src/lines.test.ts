/** The turns of owners: who is queued when, and before whom. */
import { waitUntil } from '@longshore/infra';
import { expect, it } from 'vitest';
import { describeStore, type StoreTest } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import { nextTurn } from '../test/next-turn.js';
import { lineKeys, runsKey, taskKeys } from './keys.js';

const AN_HOUR_MS = 3_600_000;

/** Registers tasks of an owner, each of another type. */
const registerMany = async ({ register }: StoreTest, owner: string, count: number) => {
  const tasks = [];
  for (let i = 0; i < count; i++) tasks.push(await register({ owner, type: `type-${i}` }));
  return tasks;
};

/** The task that is queued next, and begins. */
const begin = async ({ store, claim }: StoreTest, owner: string) => {
  const turn = await nextTurn(store, owner, 'export');
  if (turn === null) throw new Error('no turn');
  return { turn, run: await claim(turn) };
};

describeStore('the line of an owner', (test) => {
  const { register, claim, settle } = test;

  it('has one task in the queue at a time, in the order of registrations', async () => {
    const { owner } = newTask();
    const tasks = await registerMany(test, owner, 3);
    const order = [];
    for (const _ of tasks) {
      const turn = await nextTurn(test.store, owner, 'export');
      expect(await nextTurn(test.store, owner, 'export')).toBeNull();
      order.push(turn?.taskId);
      await claim({ taskId: turn?.taskId ?? '' });
    }
    expect(order).toEqual(tasks.map(({ taskId }) => taskId));
    expect(await nextTurn(test.store, owner, 'export')).toBeNull();
  });

  it('has the worse priority, the more tasks of its owner run', async () => {
    const { owner } = newTask();
    await registerMany(test, owner, 3);
    const first = await begin(test, owner);
    const second = await begin(test, owner);
    const third = await nextTurn(test.store, owner, 'export');
    expect([first, second].map(({ turn }) => turn.priority)).toEqual([2, 4]);
    expect(third).toMatchObject({ priority: 6, isQueued: false });
    await settle(first.run);
    expect(await nextTurn(test.store, owner, 'export')).toEqual({
      kind: 'export',
      taskId: third?.taskId,
      priority: 4,
      isQueued: true,
    });
  });

  it('does not count a run that has ended without a word', async () => {
    const { owner } = newTask();
    await registerMany(test, owner, 2);
    const { run } = await begin(test, owner);
    await test.redis.del(taskKeys(run.taskId).entity);
    expect(await nextTurn(test.store, owner, 'export')).toMatchObject({ priority: 2 });
    expect(await test.redis.smembers(runsKey(owner))).toEqual([]);
  });

  it('keeps the place of a task that waits for its retry', async () => {
    const { owner } = newTask();
    await registerMany(test, owner, 2);
    const { run } = await begin(test, owner);
    await test.store.retryLater(run, { code: 'internal', message: 'later' }, AN_HOUR_MS);
    expect(await nextTurn(test.store, owner, 'export')).toMatchObject({ priority: 4 });
  });

  it('lets small uploads go ahead, and whatever has waited for ten seconds', async () => {
    const priorityOf = async (sizeBytes: number, waitedMs = 0) => {
      const upload = { key: 'uploads/1/original', name: 'a.xlsx', sizeBytes };
      const { owner, taskId } = await register({ kind: 'import', upload });
      const { entity } = taskKeys(taskId);
      await test.redis.hset(entity, 'registeredAt', `${(await test.store.nowMs()) - waitedMs}`);
      return (await nextTurn(test.store, owner, 'import'))?.priority;
    };
    expect(await priorityOf(1_000)).toBe(1);
    expect(await priorityOf(10_000_000)).toBe(2);
    expect(await priorityOf(10_000_000, 10_000)).toBe(1);
  });

  it('lets an export go ahead whose type was short the last time', async () => {
    const { owner } = newTask();
    const type = 'short';
    await register({ owner, type });
    const { turn, run } = await begin(test, owner);
    await settle(run);
    await register({ owner, type });
    const next = await nextTurn(test.store, owner, 'export');
    expect([turn.priority, next?.priority]).toEqual([2, 1]);
  });

  it('is left by a task that is cancelled, cleared or expired', async () => {
    const { owner } = newTask();
    const [first, second, third, last] = await registerMany(test, owner, 4);
    await nextTurn(test.store, owner, 'export');
    await test.store.cancel(first?.taskId ?? '');
    await test.store.clear(second?.taskId ?? '');
    await test.redis.del(taskKeys(third?.taskId ?? '').entity);
    await test.store.expire(third?.taskId ?? '');
    const { line } = lineKeys(owner, 'export');
    expect(await test.redis.zrange(line, '0', '-1')).toEqual([last?.taskId]);
    expect(await nextTurn(test.store, owner, 'export')).toMatchObject({ taskId: last?.taskId });
  });

  it('is entered anew by a task that is run again', async () => {
    const { owner } = newTask();
    const [first, second] = await registerMany(test, owner, 2);
    await test.store.cancel(first?.taskId ?? '');
    // tasks of one millisecond stand by their ids
    const registeredAt = (await test.store.find(second?.taskId ?? ''))?.registeredAt ?? 0;
    await waitUntil(async () => (await test.store.nowMs()) > registeredAt, {
      what: 'the next millisecond',
    });
    await test.store.repeat(first?.taskId ?? '');
    const order = [(await begin(test, owner)).run.taskId, (await begin(test, owner)).run.taskId];
    expect(order).toEqual([second?.taskId, first?.taskId]);
  });

  it('counts those that wait for their turn, of one kind', async () => {
    const { owner } = newTask();
    const before = await test.store.countLined('export');
    const imports = await test.store.countLined('import');
    await registerMany(test, owner, 3);
    await nextTurn(test.store, owner, 'export');
    expect(await test.store.countLined('export')).toBe(before + 2);
    expect(await test.store.countLined('import')).toBe(imports);
  });
});

describeStore(
  'a limit of runs for each owner',
  (test) => {
    it('keeps the line waiting until a run has ended', async () => {
      const { owner } = newTask();
      await registerMany(test, owner, 3);
      const first = await begin(test, owner);
      await begin(test, owner);
      expect(await nextTurn(test.store, owner, 'export')).toBeNull();
      await test.settle(first.run);
      expect(await nextTurn(test.store, owner, 'export')).toMatchObject({ isQueued: false });
    });

    it('refuses a claim beyond it, at no cost, and the task stands in its line again', async () => {
      const { owner } = newTask();
      const [, , third, fourth] = await registerMany(test, owner, 4);
      const first = await begin(test, owner);
      await begin(test, owner);
      const { taskId } = fourth ?? { taskId: '' };
      expect(await test.store.claim(taskId, 'w')).toMatchObject({ claimed: false, reason: 'full' });
      expect(await test.store.record(taskId)).toMatchObject({ phase: 'queued', attempts: [] });
      await test.settle(first.run);
      expect((await begin(test, owner)).run.taskId).toBe(third?.taskId);
      expect(await test.store.claim(taskId, 'w')).toMatchObject({ reason: 'full' });
    });

    it('lets the attempt of a dead worker be taken over', async () => {
      const { owner } = newTask();
      await registerMany(test, owner, 2);
      await begin(test, owner);
      const { run } = await begin(test, owner);
      expect((await test.claim(run)).attempt).toBe(2);
    });
  },
  { maxRunningPerOwner: 2 },
);
