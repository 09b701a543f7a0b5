import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { silentLog } from '../test/silent-log.js';
import { taskKeys } from './keys.js';
import { startRecoverer } from './recoverer.js';
import type { Sweeper } from './sweeper.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';

describeStore('the recoverer', (test) => {
  const { register, claim, settle } = test;
  let queue: TaskQueue;
  let recoverers: Sweeper[];

  beforeAll(() => {
    queue = createTaskQueue({ redis: test.redis, tasks: test.store });
    const options = {
      tasks: test.store,
      queue,
      log: silentLog,
      everyMs: 50,
      unqueuedMs: 100,
      silentMs: 300,
    };
    recoverers = [startRecoverer(options), startRecoverer(options)];
  });
  afterAll(async () => {
    await Promise.all(recoverers.map((recoverer) => recoverer.close()));
    await queue.close();
  });

  it('queues a task that was registered but never queued, once', async () => {
    const { kind, taskId } = await register({ kind: 'import' });
    await waitUntil(() => queue.hasJob(kind, taskId), { what: 'the job' });
    await waitUntil(
      async () => (await test.redis.zscore(taskKeys(taskId).outbox, taskId)) === null,
      { what: 'the outbox entry to go' },
    );
    expect(await queue.counts(kind)).toMatchObject({ waiting: 1 });
  });

  it('queues a live task again whose job is gone', async () => {
    const task = await register();
    await queue.enqueue(task);
    const run = await claim(task);
    await test.redis.del(
      `longshore:{queue-export}:export:${task.taskId}`,
      'longshore:{queue-export}:export:wait',
    );
    expect(await queue.hasJob('export', task.taskId)).toBe(false);
    await waitUntil(() => queue.hasJob('export', task.taskId), { what: 'the job' });
    expect((await claim(task)).attempt).toBe(run.attempt + 1);
  });

  it('leaves a finished task alone', async () => {
    const task = await register({ kind: 'import' });
    await settle(await claim(task));
    const later = await register({ kind: 'import' });
    await waitUntil(() => queue.hasJob('import', later.taskId), { what: 'a later round' });
    expect(await queue.hasJob('import', task.taskId)).toBe(false);
  });
});
