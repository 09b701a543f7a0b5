import { waitUntil } from '@longshore/infra';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { silentLog } from '../test/silent-log.js';
import { queuePrefix, taskKeys } from './keys.js';
import { startRecoverer } from './recoverer.js';
import type { Sweeper } from './sweeper.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';

const FAULT = { code: 'internal', message: 'later' };

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
    await waitUntil(async () => (await queue.stateOf(kind, taskId)) === 'queued', {
      what: 'the job',
    });
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
      'longshore:{queue-export}:export:prioritized',
    );
    expect(await queue.stateOf('export', task.taskId)).toBe('gone');
    await waitUntil(async () => (await queue.stateOf('export', task.taskId)) === 'queued', {
      what: 'the job',
    });
    expect((await claim(task)).attempt).toBe(run.attempt + 1);
  });

  it('starts a retry when it is due by the clock of Redis, whatever the clock that delayed its job', async () => {
    const task = await register();
    await queue.enqueue(task);
    const run = await claim(task);
    expect(await test.store.retryLater(run, FAULT, 1_000)).toBe('retrying');
    const dueAt = (await test.store.nowMs()) + 1_000;
    await delayJob(task, 3_600_000);
    await waitUntil(async () => (await queue.stateOf('export', task.taskId)) === 'queued', {
      what: 'the retry',
    });
    expect(await test.store.nowMs()).toBeGreaterThanOrEqual(dueAt);
  });

  it('starts a silent task whose job a wrong clock delayed', async () => {
    const task = await register();
    await queue.enqueue(task);
    await claim(task);
    await delayJob(task, 3_600_000);
    await waitUntil(async () => (await queue.stateOf('export', task.taskId)) === 'queued', {
      what: 'the job to be promoted',
    });
  });

  /** As a worker does whose clock is ahead. */
  async function delayJob({ taskId }: { taskId: string }, delayMs: number): Promise<void> {
    const bull = new Queue('export', {
      connection: test.redis,
      prefix: queuePrefix('export'),
    });
    await bull.remove(taskId);
    await bull.add('export', {}, { jobId: taskId, delay: delayMs });
    await bull.close();
  }

  it('leaves a task that one worker alone may run to that worker, while it lives', async () => {
    const instance = 'host:4711';
    const news = {
      name: instance,
      boot: 'a',
      kinds: [],
      concurrency: 2,
      takesJobs: true,
      runs: [],
    };
    await test.store.fleet.tellWorker(news);
    const run = { runId: instance, tick: 0, instance, madeBy: 'clock', isCatchUp: false } as const;
    const { kind, taskId } = await register({ kind: 'routine', run });
    const later = await register({ kind: 'import' });
    const isQueued = (task: Pick<typeof later, 'kind' | 'taskId'>) =>
      waitUntil(async () => (await queue.stateOf(task.kind, task.taskId)) === 'queued', {
        what: 'the job',
      });
    await isQueued(later);
    expect(await queue.stateOf(kind, taskId)).toBe('gone');
    await test.store.fleet.forgetWorker(instance);
    await isQueued({ kind, taskId });
  });

  it('leaves a finished task alone', async () => {
    const task = await register({ kind: 'import' });
    await settle(await claim(task));
    const later = await register({ kind: 'import' });
    await waitUntil(async () => (await queue.stateOf('import', later.taskId)) === 'queued', {
      what: 'a later round',
    });
    expect(await queue.stateOf('import', task.taskId)).toBe('gone');
  });
});
