import { describe, expect, it } from 'vitest';
import { describeStore, LIMITS } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import { registrationKey, taskKeys } from './keys.js';

describeStore('a registration', (test) => {
  const { register, claim, settle } = test;

  it('states everything that was asked for, queued, with its deadline', async () => {
    const asked = newTask({
      kind: 'import',
      type: 'products',
      languages: ['zh-CN', 'zh', 'en'],
      upload: { key: 'uploads/1/original', name: '价格.xlsx', sizeBytes: 12 },
    });
    const task = await register(asked);
    expect(task).toMatchObject({
      ...asked,
      phase: 'queued',
      attempt: 0,
      maxAttempts: 3,
      startedAt: null,
      error: null,
    });
    expect(task.expiresAt - task.registeredAt).toBe(LIMITS.ttlMs);
    expect(await test.store.find(task.taskId)).toEqual(task);
    expect(await test.store.record(task.taskId)).toEqual({
      ...task,
      attempts: [],
      downloads: 0,
      cleared: false,
    });
  });

  it('takes the id that an upload was stored under, and the limits that its type states', async () => {
    const asked = newTask({ ttlMs: 5_000, maxAttempts: 1 });
    const taskId = test.store.newTaskId(asked.owner);
    const registration = await test.store.register(asked, { taskId });
    expect(registration).toMatchObject({
      registered: true,
      replaced: null,
      task: { taskId, ttlMs: 5_000, maxAttempts: 1 },
    });
  });

  it.each([100, 1_000])('of %i at once makes one task', async (times) => {
    const asked = newTask();
    const answers = await Promise.all(
      Array.from({ length: times }, () => test.store.register(asked)),
    );
    expect(answers.filter(({ registered }) => registered)).toHaveLength(1);
    expect(
      new Set(answers.map((answer) => (answer.registered ? answer.task.taskId : answer.taskId)))
        .size,
    ).toBe(1);
    expect((await test.store.list({ owner: asked.owner, limit: 100 })).items).toHaveLength(1);
  });

  describe('under a key of the caller', () => {
    const call = (body = 'body', key = 'key') => ({ idempotency: { key, body } });
    const again = (taskId: string, sameBody: boolean) => ({ registered: false, taskId, sameBody });

    it('makes one task of many calls at once, also of an owner who has one live', async () => {
      const asked = newTask();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => test.store.register(asked, call())),
      );
      const [made, ...others] = answers.filter(({ registered }) => registered);
      expect(others).toEqual([]);
      const taskId = made?.registered ? made.task.taskId : '';
      const repeated = answers.filter(({ registered }) => !registered);
      expect(repeated).toEqual(Array.from({ length: 99 }, () => again(taskId, true)));
      expect(await test.store.register(asked)).toEqual({
        registered: false,
        taskId,
        sameParams: true,
      });
    });

    it('is answered with its task when that has ended, was cleared, and another one is live', async () => {
      const asked = newTask();
      const first = await test.store.register(asked, call());
      const taskId = first.registered ? first.task.taskId : '';
      await settle(await claim({ taskId }));
      expect(await test.store.register(asked, call())).toEqual(again(taskId, true));
      expect(await test.store.register(asked, call('other'))).toEqual(again(taskId, false));
      await test.store.clear(taskId);
      expect(await test.store.register(asked, call('body', 'new'))).toMatchObject({
        registered: true,
      });
      expect(await test.store.register(asked, call())).toEqual(again(taskId, true));
      expect(await test.store.registeredAs(asked.owner, 'key')).toEqual({ taskId, body: 'body' });
    });

    it('is forgotten with the record of its task, and known to its owner only', async () => {
      const asked = newTask();
      const first = await test.store.register(asked, call());
      const taskId = first.registered ? first.task.taskId : '';
      const { entity, record } = taskKeys(taskId);
      const key = registrationKey(asked.owner, 'key');
      expect(await test.redis.pexpiretime(key)).toBeGreaterThan(
        await test.redis.pexpiretime(record),
      );
      expect(await test.store.registeredAs('somebody else', 'key')).toBeNull();
      await test.redis.del(entity, record);
      expect(await test.store.registeredAs(asked.owner, 'key')).toBeNull();
      expect(await test.store.register(asked, call('other'))).toMatchObject({ registered: true });
    });
  });

  it('holds the slot of its owner, kind and type only', async () => {
    const asked = newTask();
    const { taskId } = await register(asked);
    await register({ ...asked, type: 'products' });
    await register({ ...asked, kind: 'import' });
    await register({ ...asked, owner: `${asked.owner}-2` });
    expect(await test.store.holder(asked)).toBe(taskId);
    expect(await test.store.holder({ ...asked, type: 'customers' })).toBeNull();
  });

  it('tells whether the live task was started with the same params, whatever the order of their keys', async () => {
    const asked = newTask({ params: { a: 1, b: { c: [1, 2], d: null } } });
    await register(asked);
    expect(
      await test.store.register({ ...asked, params: { b: { d: null, c: [1, 2] }, a: 1 } }),
    ).toMatchObject({ sameParams: true });
    expect(
      await test.store.register({ ...asked, params: { a: 1, b: { c: [2, 1], d: null } } }),
    ).toMatchObject({ sameParams: false });
    expect(await test.store.register({ ...asked, format: 'csv' })).toMatchObject({
      sameParams: false,
    });
  });

  it('takes the place of a finished task that was not cleared', async () => {
    const asked = newTask();
    const first = await register(asked);
    await settle(await claim(first));
    expect(await test.store.holder(asked)).toBeNull();
    expect(await test.store.register(asked)).toMatchObject({
      registered: true,
      replaced: first.taskId,
    });
    expect(await test.store.find(first.taskId)).toBeNull();
    expect(await test.store.record(first.taskId)).toMatchObject({
      phase: 'succeeded',
      cleared: true,
    });
  });

  it('keeps owners and params of any text apart', async () => {
    for (const owner of ['{b0}', 'a:b', 'a', '所有者', ' ', 'x'.repeat(200)]) {
      const task = await register({ owner, params: { text: '"\\\u0000\n{}' } });
      expect(await test.store.find(task.taskId)).toMatchObject({
        owner,
        params: { text: '"\\\u0000\n{}' },
      });
    }
  });
});

describeStore('a repeat', (test) => {
  const { register, claim, progress, settle } = test;
  const error = { code: 'executor_failed', message: 'no' };

  it('runs a failed task again: new deadline, all its attempts, the counts it had, its attempts still in the ledger', async () => {
    const task = await register({ maxAttempts: 1 });
    const first = await claim(task);
    await progress(first, 40, 100);
    await settle(first, { phase: 'failed', error });
    const repeat = await test.store.repeat(task.taskId);
    expect(repeat).toMatchObject({
      repeated: true,
      task: {
        phase: 'queued',
        attempt: 1,
        error: null,
        startedAt: null,
        finishedAt: null,
        registeredAt: task.registeredAt,
      },
    });
    if (repeat.repeated) expect(repeat.task.expiresAt).toBeGreaterThan(task.expiresAt);
    const second = await claim(task);
    expect(second.attempt).toBe(2);
    expect(await test.store.record(task.taskId)).toMatchObject({
      phase: 'running',
      counts: { total: 100, succeeded: 40, unprocessed: 60 },
      attempts: [
        { attempt: 1, outcome: 'failed', error },
        { attempt: 2, outcome: null },
      ],
    });
  });

  it('runs a cancelled task again, also after its entity was cleared', async () => {
    const task = await register();
    await test.store.cancel(task.taskId);
    await test.store.clear(task.taskId);
    expect(await test.store.repeat(task.taskId)).toMatchObject({ repeated: true });
    expect(await test.store.find(task.taskId)).toMatchObject({ phase: 'queued' });
    expect(await test.store.record(task.taskId)).toMatchObject({ cleared: false });
    expect(await test.store.holder(task)).toBe(task.taskId);
  });

  it('takes other options of an import only while none of its rows was settled', async () => {
    const task = await register({ kind: 'import' });
    await settle(await claim(task), { phase: 'failed', error });
    const options = { encoding: 'gb18030' };
    expect(await test.store.repeat(task.taskId, options)).toMatchObject({ task: { options } });
    const again = await claim(task);
    await progress(again, 1, 100);
    await settle(again, { phase: 'failed', error });
    expect(await test.store.repeat(task.taskId, { encoding: 'utf-8' })).toEqual({
      repeated: false,
      reason: 'rows-settled',
    });
    expect(await test.store.record(task.taskId)).toMatchObject({ options });
  });

  it('is refused while another task is live in the slot, and takes the place of a finished one', async () => {
    const task = await register();
    await test.store.clear(task.taskId);
    const other = await register({ owner: task.owner });
    expect(await test.store.repeat(task.taskId)).toEqual({
      repeated: false,
      reason: 'slot-taken',
      taskId: other.taskId,
    });
    await settle(await claim(other));
    expect(await test.store.repeat(task.taskId)).toMatchObject({ repeated: true });
    expect(await test.store.find(other.taskId)).toBeNull();
    expect(await test.store.record(other.taskId)).toMatchObject({
      phase: 'succeeded',
      cleared: true,
    });
  });

  it('is refused for a live or a successful task, and for one that never was', async () => {
    const task = await register();
    expect(await test.store.repeat(task.taskId)).toEqual({
      repeated: false,
      reason: 'not-repeatable',
      phase: 'queued',
    });
    await settle(await claim(task));
    expect(await test.store.repeat(task.taskId)).toEqual({
      repeated: false,
      reason: 'not-repeatable',
      phase: 'succeeded',
    });
    expect(await test.store.repeat(test.store.newTaskId('nobody'))).toEqual({
      repeated: false,
      reason: 'not-found',
    });
  });
});
