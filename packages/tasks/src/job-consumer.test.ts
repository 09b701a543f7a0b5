import { once } from 'node:events';
import { waitUntil } from '@longshore/infra';
import { expect, it } from 'vitest';
import { describeConsumer, SUCCEEDED } from '../test/describe-consumer.js';
import { bucketOfTask, STOP_CHANNEL } from './keys.js';
import type { TaskAttempt } from './task-attempt.js';

describeConsumer('the job consumer', (test) => {
  const { startWorker, enqueue, settle, jobIsGone } = test;

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
    expect(await test.queue.counts('import')).toMatchObject({ waiting: 0, active: 0, delayed: 0 });
  });

  it('runs a task again after the time that `process` asked for', async () => {
    const startedAt: number[] = [];
    let open = () => {};
    const queued = new Promise<void>((resolve) => {
      open = resolve;
    });
    await startWorker({
      process: async (run) => {
        await queued; // `enqueue` takes a job that is delayed before it looked for one that is late
        startedAt.push(performance.now());
        return startedAt.length < 3 ? { retryInMs: 200 } : settle(run);
      },
    });
    const task = await enqueue();
    open();
    await jobIsGone(task);
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

  it('runs the helpers of a batch beside its attempt, and stops all of them with the task', async () => {
    const stopped: [number, unknown][] = [];
    await startWorker({
      kinds: ['batch'],
      concurrency: 3,
      process: async ({ taskId, lane, signal, claimed }) => {
        if (lane === 0) await test.tasks.claim(taskId, 'w');
        claimed({ attempt: 1, type: 'settle' });
        await once(signal, 'abort');
        stopped.push([lane, signal.reason.reason]);
        return 'done';
      },
    });
    const task = await enqueue({ kind: 'batch' });
    for (const lane of [1, 2, 2]) await test.queue.enqueueHelper(task, lane);
    await waitUntil(async () => (await test.queue.counts('batch')).active === 3, {
      what: 'the attempt and two helpers',
    });
    expect(await test.queue.helperState('batch', task.taskId, 2)).toBe('active');
    await test.tasks.cancel(task.taskId);
    await waitUntil(() => stopped.length === 3, { what: 'all to stop', timeoutMs: 1_000 });
    expect(stopped.sort()).toEqual([0, 1, 2].map((lane) => [lane, 'cancelled']));
    await waitUntil(
      async () => (await test.queue.helperState('batch', task.taskId, 2)) === 'gone',
      { what: 'the job of the helper to go' },
    );
  });

  it('leaves a helper behind all tasks, also one that was given back', async () => {
    const lanes: number[] = [];
    await startWorker({
      kinds: ['batch'],
      concurrency: 1,
      process: async (run) => {
        lanes.push(run.lane);
        if (run.lane === 0) return settle(run);
        if (lanes.length > 1) return 'done';
        await enqueue({ kind: 'batch' });
        return 'handed-back';
      },
    });
    await test.queue.enqueueHelper(
      { taskId: test.tasks.newTaskId('helped'), owner: 'helped', kind: 'batch' },
      1,
    );
    await waitUntil(() => lanes.length === 3, { what: 'three runs' });
    expect(lanes).toEqual([1, 0, 1]);
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
        const claim = await test.tasks.claim(taskId, 'w');
        if (!claim.claimed) return 'done';
        attempts.push(claim.task.attempt);
        if (claim.task.attempt === 1) await gate;
        await test.tasks.settle({ taskId, attempt: claim.task.attempt }, SUCCEEDED, 'last-attempt');
        return 'done';
      },
    });
    const task = await enqueue();
    await waitUntil(() => attempts.length === 1, { what: 'the first attempt' });
    await test.tasks.cancel(task.taskId);
    const repeat = await test.tasks.repeat(task.taskId);
    if (repeat.repeated) await test.queue.admit(repeat.task.owner);
    // the old job may end without a look at the task: the recoverer must still know of it
    const { unqueued } = await test.tasks.stranded(bucketOfTask(task.taskId), {
      unqueuedMs: -1,
      silentMs: 60_000,
    });
    expect(unqueued).toContain(task.taskId);
    letGo();
    await jobIsGone(task);
    expect(attempts).toEqual([1, 2]);
    expect(await test.tasks.record(task.taskId)).toMatchObject({ phase: 'succeeded' });
  });

  it('starts a task at once that is run again while it waited for its next attempt', async () => {
    const attempts: number[] = [];
    await startWorker({
      process: async (run) => {
        if (attempts.length > 0) return settle(run).finally(() => attempts.push(2));
        const claim = await test.tasks.claim(run.taskId, run.worker);
        if (claim.claimed)
          await test.tasks.retryLater(
            { taskId: run.taskId, attempt: 1 },
            { code: 'internal', message: 'later' },
            60_000,
          );
        attempts.push(1);
        return { retryInMs: 60_000 };
      },
    });
    const task = await enqueue();
    await waitUntil(async () => (await test.queue.counts('export')).delayed === 1, {
      what: 'the backoff',
    });
    await test.tasks.cancel(task.taskId);
    const repeat = await test.tasks.repeat(task.taskId);
    if (repeat.repeated) await test.queue.enqueue(repeat.task);
    await jobIsGone(task);
    expect(attempts).toEqual([1, 2]);
  });

  it('hears of a cancel decided in another process within a second', async () => {
    const reasons: unknown[] = [];
    await startWorker({
      process: async ({ taskId, signal, claimed }) => {
        await test.tasks.claim(taskId, 'w');
        claimed({ attempt: 1, type: 'orders' });
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        reasons.push(signal.reason);
        return 'done';
      },
    });
    const task = await enqueue();
    await waitUntil(async () => (await test.tasks.find(task.taskId))?.phase === 'running', {
      what: 'the run',
    });
    expect(await test.tasks.cancel(task.taskId)).toBe(true);
    await waitUntil(() => reasons.length === 1, {
      what: 'the run to be stopped',
      timeoutMs: 1_000,
    });
    expect(reasons[0]).toMatchObject({ name: 'AttemptStop', reason: 'cancelled' });
  });

  it('hears no stop that was meant for an earlier attempt', async () => {
    const reasons: unknown[] = [];
    await startWorker({
      process: async ({ taskId, signal, claimed }) => {
        await test.tasks.claim(taskId, 'w');
        claimed({ attempt: 2, type: 'orders' });
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        reasons.push(signal.reason);
        return 'done';
      },
    });
    const task = await enqueue();
    await waitUntil(async () => (await test.tasks.find(task.taskId))?.phase === 'running', {
      what: 'the run',
    });
    await test.redis.publish(STOP_CHANNEL, `${task.taskId} gone 1`);
    await test.redis.publish(STOP_CHANNEL, `${task.taskId} cancelled 2`);
    await waitUntil(() => reasons.length === 1, { what: 'the run to be stopped' });
    expect(reasons[0]).toMatchObject({ reason: 'cancelled' });
  });

  it('takes no job while it is paused, and goes on where it was resumed', async () => {
    const seen: string[] = [];
    const worker = await startWorker({
      name: 'first',
      process: async (run) => {
        seen.push(run.worker);
        return settle(run);
      },
    });
    await jobIsGone(await enqueue());
    worker.pause();
    const left = await enqueue();
    await startWorker({
      name: 'second',
      process: async (run) => {
        seen.push(run.worker);
        return settle(run);
      },
    });
    await jobIsGone(left);
    expect(seen).toEqual(['first', 'second']);
    worker.resume();
    await test.workers[1]?.close({ graceMs: 0 });
    await jobIsGone(await enqueue());
    expect(seen).toEqual(['first', 'second', 'first']);
  });

  it('runs a task past the queue beside its limit, not while it is paused, and stops it', async () => {
    const seen: [string, unknown][] = [];
    const worker = await startWorker({
      concurrency: 1,
      process: async ({ taskId, signal, claimed, worker: name }) => {
        await test.tasks.claim(taskId, name);
        claimed({ attempt: 1, type: 'orders' });
        seen.push([taskId, 'started']);
        await once(signal, 'abort');
        seen.push([taskId, signal.reason.reason]);
        return 'done';
      },
    });
    const queued = await enqueue();
    const started = (taskId: string) => () =>
      seen.some(([id, what]) => id === taskId && what === 'started');
    await waitUntil(started(queued.taskId), { what: 'the job that fills the worker' });
    worker.pause();
    const [first, second] = [await test.register(), await test.register()];
    for (const task of [first, second]) worker.runHere(task);
    expect(worker.runs()).toHaveLength(1);
    worker.resume();
    for (const { taskId } of [first, second])
      await waitUntil(started(taskId), { what: 'a run past the queue' });
    expect(worker.runs()).toHaveLength(3);
    await test.tasks.cancel(first.taskId);
    await waitUntil(() => seen.some(([id, what]) => id === first.taskId && what === 'cancelled'), {
      what: 'the run to hear that its task is cancelled',
    });
    await worker.close({ graceMs: 0 });
    expect(seen).toContainEqual([second.taskId, 'shutdown']);
  });
});
