import { waitUntil } from '@longshore/infra';
import { Queue } from 'bullmq';
import { expect, it } from 'vitest';
import { describeConsumer } from '../test/describe-consumer.js';
import { newTask } from '../test/new-task.js';
import { silentLog } from '../test/silent-log.js';
import { queuePrefix } from './keys.js';
import type { TaskAttempt } from './task-attempt.js';

describeConsumer('a worker', (test) => {
  const { startWorker, startProcess, enqueue, settle, finish, jobIsGone } = test;

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
    await waitUntil(async () => ((await test.tasks.find(taskId))?.counts.succeeded ?? 0) > 3, {
      what: 'some rows',
    });
    killed.kill('SIGKILL');
    const before = (await test.tasks.find(taskId))?.counts.succeeded ?? 0;
    await other.hears({ event: 'started', taskId, attempt: 2 });
    expect((await test.tasks.find(taskId))?.counts.succeeded).toBeGreaterThanOrEqual(before);
    await finish(task);
    await other.hears({ event: 'settled', taskId, isTaken: true });
    await jobIsGone(task);
    expect(await test.tasks.record(taskId)).toMatchObject({
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
    expect(await test.tasks.record(taskId)).toMatchObject({ phase: 'succeeded', attempt: 2 });
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
      expect(await test.tasks.record(task.taskId)).toMatchObject({ phase: 'succeeded', attempts });
    }
  });

  it('runs each task alone that lost workers and has one attempt left', async () => {
    const first = await startProcess();
    const both = [await enqueue({ maxAttempts: 2 }), await enqueue({ maxAttempts: 2 })];
    for (const { taskId } of both) await first.hears({ event: 'started', taskId });
    const second = await startProcess();
    first.kill('SIGKILL');
    const earlier = await Promise.race(
      both.map((task) =>
        second.hears({ event: 'started', taskId: task.taskId, attempt: 2 }).then(() => task),
      ),
    );
    await finish(earlier);
    await Promise.all(both.map(({ taskId }) => second.hears({ event: 'started', taskId })));
    const ids = both.map(({ taskId }) => taskId);
    const said = second.said.filter(
      ({ event, taskId }) => event !== 'refused' && ids.includes(String(taskId)),
    );
    expect(said.slice(0, 3).map(({ event }) => event)).toEqual(['started', 'settled', 'started']);
    await Promise.all(both.map(finish));
    await Promise.all(both.map(jobIsGone));
  });

  it('leaves a task that is to run alone to others, when its own runs are too long', {
    timeout: 90_000,
  }, async () => {
    const first = await startProcess({ concurrency: 1 });
    const task = await enqueue({ maxAttempts: 2 });
    await first.hears({ event: 'started', taskId: task.taskId });
    const second = await startProcess({ aloneWaitMs: 100 });
    const long = await enqueue({ kind: 'import' });
    await second.hears({ event: 'started', taskId: long.taskId });
    const holder = () => test.redis.get(`longshore:{queue-export}:export:${task.taskId}:lock`);
    const before = await holder();
    first.kill('SIGKILL');
    await waitUntil(async () => ![before, null].includes(await holder()), {
      what: 'the second to take the task, and to wait',
    });
    const third = await startProcess();
    await third.hears({ event: 'started', taskId: task.taskId, attempt: 2 }, 60_000);
    expect(second.said.filter(({ event }) => event === 'started')).toHaveLength(1);
    await Promise.all([task, long].map(finish));
    await Promise.all([task, long].map(jobIsGone));
  });

  it('runs a task once at a time: its job, taken up again, waits for the end of the first run', async () => {
    let [now, most, runs] = [0, 0, 0];
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await startWorker({
      process: async (run) => {
        runs += 1;
        most = Math.max(most, ++now);
        if (runs === 1) await gate;
        const verdict = await settle(run);
        now -= 1;
        return verdict;
      },
    });
    const task = await enqueue();
    await waitUntil(() => runs === 1, { what: 'the first run' });
    await test.redis.del(`longshore:{queue-export}:export:${task.taskId}:lock`);
    await waitUntil(async () => (await test.queue.counts('export')).delayed === 1, {
      what: 'the job to be taken up again and put off',
    });
    expect(runs).toBe(1);
    letGo();
    await jobIsGone(task);
    expect(most).toBe(1);
    expect(await test.tasks.record(task.taskId)).toMatchObject({ phase: 'succeeded', attempt: 1 });
  });

  it('leaves a job of a newer version to a worker that understands it, without a hot loop', async () => {
    const seen: string[] = [];
    const told: object[] = [];
    const process = async (run: TaskAttempt) => {
      seen.push(run.worker);
      return settle(run);
    };
    const log = { ...silentLog, warn: (fields: object) => void told.push(fields) };
    await startWorker({ name: 'old', process, log });
    const registration = await test.tasks.register(newTask());
    if (!registration.registered) throw new Error('the slot was taken');
    const { task } = registration;
    const bull = new Queue('export', { connection: test.redis, prefix: queuePrefix('export') });
    await bull.add(
      'export',
      { taskId: task.taskId, owner: task.owner, version: 2 },
      { jobId: task.taskId, removeOnComplete: true },
    );
    const today = await enqueue();
    await jobIsGone(today);
    await waitUntil(async () => (await test.queue.counts('export')).delayed === 1, {
      what: 'the job to be left',
    });
    const job = await bull.getJob(task.taskId);
    expect((job?.delay ?? 0) >= 5_000 || (job?.opts.delay ?? 0) >= 5_000).toBe(true);
    expect(seen).toEqual(['old']);
    await startWorker({ name: 'new', process, jobVersion: 2 });
    await bull.getJob(task.taskId).then((left) => left?.promote());
    await waitUntil(
      async () => {
        await bull.getJob(task.taskId).then((left) => left?.promote().catch(() => {})); // it may be active
        return (await test.tasks.record(task.taskId))?.phase === 'succeeded';
      },
      { what: 'the newer worker to take it', everyMs: 200 },
    );
    expect(seen).toEqual(['old', 'new']);
    expect(told).toEqual([{ taskId: task.taskId, kind: 'export', version: 2 }]);
    await bull.close();
  });

  it('that helped a batch and was killed is missed, also while no other worker has room', async () => {
    const worker = await startProcess({ kinds: ['batch'] });
    const registration = await test.tasks.register(newTask({ kind: 'batch' }));
    if (!registration.registered) throw new Error('the slot was taken');
    const { taskId } = registration.task;
    await test.queue.enqueueHelper(registration.task, 1);
    await worker.hears({ event: 'started', taskId });
    const stateOfHelper = () => test.queue.helperState('batch', taskId, 1);
    expect(await stateOfHelper()).toBe('active');
    worker.kill('SIGKILL');
    await waitUntil(async () => (await stateOfHelper()) === 'queued', {
      what: 'the helper to be missed',
    });
    await startWorker({ kinds: ['batch'], process: settle });
    await waitUntil(async () => (await stateOfHelper()) === 'gone', { what: 'its job to go' });
  });

  it('settles a task as failed when BullMQ gave it up without calling `process`', async () => {
    const first = await startProcess({ maxStalled: 0 });
    const task = await enqueue();
    const { taskId } = task;
    await first.hears({ event: 'started', taskId });
    const second = await startProcess({ maxStalled: 0 });
    first.kill('SIGKILL');
    await second.hears({ event: 'lost', taskId });
    expect(await test.tasks.record(taskId)).toMatchObject({
      phase: 'failed',
      error: { code: 'worker_lost' },
    });
    expect(second.said.some(({ event }) => event === 'started')).toBe(false);
  });
});
