import { waitUntil } from '@longshore/infra';
import { expect, it } from 'vitest';
import { describeConsumer } from '../test/describe-consumer.js';

/** Processes start, and one is blocked for longer than a lock lives. */
const TIMEOUT_MS = 60_000;

describeConsumer('a worker whose event loop is blocked', (test) => {
  const { startProcess, enqueue, block, finish, jobIsGone } = test;

  it('keeps its run for longer than a lock lives, though another one is there', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const first = await startProcess({ blockLimits: { tellMs: 3_000, giveUpMs: 60_000 } });
    const task = await enqueue();
    const { taskId } = task;
    await first.hears({ event: 'started', taskId });
    const second = await startProcess();
    await block(task, 8_000);
    const told = await waitUntil(
      () => first.said.find(({ message }) => message?.includes('was blocked for')),
      { what: 'the block to be told', timeoutMs: 20_000 },
    );
    expect(told.message).toMatch(/^the event loop was blocked for \d+ s by the export orders; /);
    await finish(task);
    await first.hears({ event: 'settled', taskId, attempt: 1, isTaken: true });
    await jobIsGone(task);
    expect(second.said).toEqual([{ event: 'ready' }]);
    expect(await test.tasks.record(taskId)).toMatchObject({ phase: 'succeeded', attempt: 1 });
  });

  it('gives its run up after a while, and the attempt says why', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const first = await startProcess({ blockLimits: { tellMs: 1_000, giveUpMs: 2_000 } });
    const task = await enqueue();
    const { taskId } = task;
    await first.hears({ event: 'started', taskId });
    await block(task, 10_000);
    const error = { code: 'worker_blocked' };
    await waitUntil(
      async () => (await test.tasks.record(taskId))?.attempts[0]?.error?.code === error.code,
      { what: 'the lease to be given up' },
    );
    await first.hears({ event: 'stopped', taskId, reason: 'blocked' });
  });
});
