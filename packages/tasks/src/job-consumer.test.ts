import { waitUntil } from '@longshore/infra';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newTask } from '../test/new-task.js';
import { describeOnRedis } from '../test/redis-topologies.js';
import { startWorkerProcess, type WorkerProcess } from '../test/start-worker-process.js';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { createTaskStore } from './create-task-store.js';
import {
  type JobConsumer,
  type JobConsumerOptions,
  startJobConsumer,
  type TaskAttempt,
} from './job-consumer.js';
import type { NewTask, Task } from './task.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';
import type { TaskStore } from './task-store.js';

const SUCCEEDED = {
  phase: 'succeeded',
  counts: null,
  result: null,
  issues: null,
  notices: [],
  error: null,
} as const;

import { silentLog } from '../test/silent-log.js';

describeOnRedis('the worker', (redisUrl) => {
  let redis: RedisClient;
  let tasks: TaskStore;
  let queue: TaskQueue;
  const workers: JobConsumer[] = [];
  const processes: WorkerProcess[] = [];

  beforeAll(async () => {
    redis = await connectRedis(redisUrl(), { role: 'api' });
    tasks = createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 60_000, maxAttempts: 3 });
    queue = createTaskQueue({ redis, tasks });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close({ graceMs: 0 })));
    await Promise.all(processes.splice(0).map((process) => process.end()));
  });
  afterAll(async () => {
    await queue.close();
    redis.disconnect();
  });

  const startWorker = async (
    options: Partial<JobConsumerOptions> & Pick<JobConsumerOptions, 'process'>,
  ): Promise<JobConsumer> => {
    const defaults = {
      url: redisUrl(),
      tasks,
      kinds: ['export', 'import'],
      concurrency: 2,
      onLost: async () => {},
      log: silentLog,
    } as const;
    const worker = await startJobConsumer({ ...defaults, ...options });
    workers.push(worker);
    return worker;
  };
  const startProcess = async (maxStalled?: number): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(redisUrl(), maxStalled);
    processes.push(worker);
    return worker;
  };
  const enqueue = async (given: Partial<NewTask> = {}): Promise<Task> => {
    const registration = await tasks.register(newTask(given));
    if (!registration.registered) throw new Error('the slot was taken');
    await queue.enqueue(registration.task);
    return registration.task;
  };
  const settle = async ({ taskId, worker }: TaskAttempt): Promise<'done'> => {
    const claim = await tasks.claim(taskId, worker);
    if (claim.claimed)
      await tasks.settle({ taskId, attempt: claim.task.attempt }, SUCCEEDED, 'last-attempt');
    return 'done';
  };
  const finish = ({ taskId }: Task) => redis.set(`test:finish:${taskId}`, 1, 'PX', 60_000);
  const jobIsGone = ({ kind, taskId }: Task) =>
    waitUntil(async () => (await queue.stateOf(kind, taskId)) === 'gone', {
      what: 'the job to go',
    });

  it('gives a task to `process` once, and its job is gone afterwards', async () => {
    const seen: TaskAttempt[] = [];
    await startWorker({
      process: async (run) => {
        seen.push(run);
        return settle(run);
      },
    });
    const task = await enqueue({ kind: 'import' });
    await jobIsGone(task);
    expect(seen).toMatchObject([{ taskId: task.taskId, owner: task.owner, kind: 'import' }]);
    expect(await queue.counts('import')).toMatchObject({ waiting: 0, active: 0, delayed: 0 });
  });

  it('runs a task again after the time that `process` asked for', async () => {
    const startedAt: number[] = [];
    await startWorker({
      process: async (run) => {
        startedAt.push(performance.now());
        return startedAt.length < 3 ? { retryInMs: 200 } : settle(run);
      },
    });
    await jobIsGone(await enqueue());
    expect(startedAt).toHaveLength(3);
    expect((startedAt[2] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(390);
  });

  it('keeps one limit over all kinds', async () => {
    let [now, most] = [0, 0];
    const process = async (run: TaskAttempt) => {
      most = Math.max(most, ++now);
      const verdict = await settle(run);
      now--;
      return verdict;
    };
    await startWorker({ concurrency: 1, process });
    const batch = await Promise.all(
      Array.from({ length: 20 }, (_, i) => enqueue({ kind: i % 2 === 0 ? 'export' : 'import' })),
    );
    await Promise.all(batch.map(jobIsGone));
    expect(most).toBe(1);
  });

  it('leaves to other workers what it has no room for', async () => {
    const startedBy: string[] = [];
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const process = async (run: TaskAttempt) => {
      startedBy.push(run.worker);
      await gate;
      return settle(run);
    };
    for (const name of ['first', 'second', 'third'])
      await startWorker({ name, concurrency: 1, process });
    const batch = [
      await enqueue({ kind: 'export' }),
      await enqueue({ kind: 'import' }),
      await enqueue({ kind: 'import' }),
    ];
    await waitUntil(() => startedBy.length === 3, {
      what: 'each worker to have one',
      timeoutMs: 2_000,
    });
    expect(startedBy.sort()).toEqual(['first', 'second', 'third']);
    letGo();
    await Promise.all(batch.map(jobIsGone));
  });

  it('starts a task again that was repeated while its old job was still there', async () => {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const attempts: number[] = [];
    await startWorker({
      process: async ({ taskId }) => {
        const claim = await tasks.claim(taskId, 'w');
        if (!claim.claimed) return 'done';
        attempts.push(claim.task.attempt);
        if (claim.task.attempt === 1) await gate;
        await tasks.settle({ taskId, attempt: claim.task.attempt }, SUCCEEDED, 'last-attempt');
        return 'done';
      },
    });
    const task = await enqueue();
    await waitUntil(() => attempts.length === 1, { what: 'the first attempt' });
    await tasks.cancel(task.taskId);
    const repeat = await tasks.repeat(task.taskId);
    if (repeat.repeated) await queue.enqueue(repeat.task);
    letGo();
    await jobIsGone(task);
    expect(attempts).toEqual([1, 2]);
    expect(await tasks.record(task.taskId)).toMatchObject({ phase: 'succeeded' });
  });

  it('starts a task at once that is run again while it waited for its next attempt', async () => {
    const attempts: number[] = [];
    await startWorker({
      process: async (run) => {
        if (attempts.length > 0) return settle(run).finally(() => attempts.push(2));
        const claim = await tasks.claim(run.taskId, run.worker);
        if (claim.claimed)
          await tasks.retryLater(
            { taskId: run.taskId, attempt: 1 },
            { code: 'internal', message: 'later' },
            60_000,
          );
        attempts.push(1);
        return { retryInMs: 60_000 };
      },
    });
    const task = await enqueue();
    await waitUntil(async () => (await queue.counts('export')).delayed === 1, {
      what: 'the backoff',
    });
    await tasks.cancel(task.taskId);
    const repeat = await tasks.repeat(task.taskId);
    if (repeat.repeated) await queue.enqueue(repeat.task);
    await jobIsGone(task);
    expect(attempts).toEqual([1, 2]);
  });

  it('is replaced by another process when it is killed; the task ends once, with its counts', async () => {
    const [first, second] = await Promise.all([startProcess(), startProcess()]);
    const task = await enqueue();
    const { taskId } = task;
    const killed = await Promise.race(
      [first, second].map((process) =>
        process.hears({ event: 'started', taskId }).then(() => process),
      ),
    );
    const other = killed === first ? second : first;
    await waitUntil(async () => ((await tasks.find(taskId))?.counts.succeeded ?? 0) > 3, {
      what: 'some rows',
    });
    killed.kill('SIGKILL');
    const before = (await tasks.find(taskId))?.counts.succeeded ?? 0;
    await other.hears({ event: 'started', taskId, attempt: 2 });
    expect((await tasks.find(taskId))?.counts.succeeded).toBeGreaterThanOrEqual(before);
    await finish(task);
    await other.hears({ event: 'settled', taskId, isTaken: true });
    await jobIsGone(task);
    expect(await tasks.record(taskId)).toMatchObject({
      phase: 'succeeded',
      attempts: [{ outcome: 'lost' }, { outcome: 'succeeded' }],
    });
  });

  it('that stood still is fenced off by its successor', async () => {
    const first = await startProcess();
    const task = await enqueue();
    const { taskId } = task;
    await first.hears({ event: 'started', taskId });
    first.kill('SIGSTOP');
    const second = await startProcess();
    await second.hears({ event: 'started', taskId, attempt: 2 });
    first.kill('SIGCONT');
    await first.hears({ event: 'stopped', taskId, attempt: 1, isHandedBack: false });
    await finish(task);
    await second.hears({ event: 'settled', taskId, isTaken: true });
    expect(first.said.filter(({ event }) => event === 'settled')).toEqual([]);
    expect(await tasks.record(taskId)).toMatchObject({ phase: 'succeeded', attempt: 2 });
  });

  it('hands its runs over within a second when it is closed, and the attempt does not count', async () => {
    const first = await startProcess();
    const both = [
      await enqueue({ maxAttempts: 1 }),
      await enqueue({ maxAttempts: 1, kind: 'import' }),
    ];
    for (const { taskId } of both) await first.hears({ event: 'started', taskId });
    const second = await startProcess();
    first.kill('SIGTERM');
    for (const { taskId } of both)
      await first.hears({ event: 'stopped', taskId, reason: 'shutdown', isHandedBack: true });
    for (const { taskId } of both)
      await second.hears({ event: 'started', taskId, attempt: 2 }, 1_000);
    await first.hears({ event: 'closed' });
    for (const task of both) {
      await finish(task);
      await second.hears({ event: 'settled', taskId: task.taskId, isTaken: true });
      const attempts = [{ outcome: 'handed-back' }, { outcome: 'succeeded' }];
      expect(await tasks.record(task.taskId)).toMatchObject({ phase: 'succeeded', attempts });
    }
  });

  it('hears of a cancel decided in another process within a second', async () => {
    const reasons: unknown[] = [];
    await startWorker({
      process: async ({ taskId, signal }) => {
        await tasks.claim(taskId, 'w');
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        reasons.push(signal.reason);
        return 'done';
      },
    });
    const task = await enqueue();
    await waitUntil(async () => (await tasks.find(task.taskId))?.phase === 'running', {
      what: 'the run',
    });
    expect(await tasks.cancel(task.taskId)).toBe(true);
    await waitUntil(() => reasons.length === 1, {
      what: 'the run to be stopped',
      timeoutMs: 1_000,
    });
    expect(reasons[0]).toMatchObject({ name: 'AttemptStop', reason: 'cancelled' });
  });

  it('settles a task as failed when BullMQ gave it up without calling `process`', async () => {
    const first = await startProcess(0);
    const task = await enqueue();
    const { taskId } = task;
    await first.hears({ event: 'started', taskId });
    const second = await startProcess(0);
    first.kill('SIGKILL');
    await second.hears({ event: 'lost', taskId });
    expect(await tasks.record(taskId)).toMatchObject({
      phase: 'failed',
      error: { code: 'worker_lost' },
    });
    expect(second.said.some(({ event }) => event === 'started')).toBe(false);
  });
});
