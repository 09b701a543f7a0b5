import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { nextTurn } from '../test/next-turn.js';
import { taskKeys } from './keys.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';

describeStore('the queue', (test) => {
  let queue: TaskQueue;
  beforeAll(() => {
    queue = createTaskQueue({ redis: test.redis, tasks: test.store });
  });
  afterAll(() => queue.close());

  it('takes a task in once when it is its turn, and then out of the outbox', async () => {
    const task = await test.register();
    expect(await queue.stateOf(task.kind, task.taskId)).toBe('gone');
    expect(await nextTurn(test.store, task.owner, task.kind)).toMatchObject({
      taskId: task.taskId,
    });
    expect(await test.redis.zscore(taskKeys(task.taskId).outbox, task.taskId)).not.toBeNull();
    await Promise.all([1, 2, 3].map(() => queue.enqueue(task)));
    expect(await queue.stateOf(task.kind, task.taskId)).toBe('queued');
    expect(await test.redis.zscore(taskKeys(task.taskId).outbox, task.taskId)).toBeNull();
    expect(await queue.counts(task.kind)).toEqual({ waiting: 1, active: 0, delayed: 0 });
  });

  it('keeps the kinds apart', async () => {
    const exports = await queue.counts('export');
    const { owner } = await test.register({ kind: 'import' });
    await queue.admit(owner);
    expect(await queue.counts('import')).toMatchObject({ waiting: 1 });
    expect(await queue.counts('export')).toEqual(exports);
  });
});
