import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';

const FAULT = { code: 'store_unavailable', message: 'no answer' };
const AN_EXPORT = { kind: 'export', params: {}, format: 'xlsx', fileName: null } as const;

describeStore('a checkpoint', (test) => {
  const { claim, settle } = test;
  const register = () => test.register(AN_EXPORT);
  const checkpointOf = async ({ taskId }: { taskId: string }) => {
    const task = await test.store.find(taskId);
    return task?.kind === 'export' ? task.checkpoint : undefined;
  };

  it.each([
    ['whose worker was lost', async () => {}],
    ['that was handed back', (run) => test.store.handBack(run)],
    ['that an outage broke off', (run) => test.store.waitOut(run, FAULT, 0)],
    ['that is tried again', (run) => test.store.retryLater(run, FAULT, 0)],
  ] as [string, (run: { taskId: string; attempt: number }) => Promise<unknown>][])(
    'of an attempt %s comes to the next one',
    async (_what, end) => {
      const run = await claim(await register());
      expect(await test.store.checkpoint(run, 'after 100')).toBe(true);
      expect(await test.store.checkpoint(run, 'after 200')).toBe(true);
      await end(run);
      const next = await test.store.claim(run.taskId, 'worker-2');
      expect(next).toMatchObject({ claimed: true, task: { checkpoint: 'after 200' } });
    },
  );

  it('of an earlier attempt is refused', async () => {
    const task = await register();
    const zombie = await claim(task);
    const run = await claim(task);
    expect(await test.store.checkpoint(zombie, 'late')).toBe(false);
    expect(await checkpointOf(task)).toBeNull();
    expect(await test.store.checkpoint(run, 'good')).toBe(true);
    await test.store.handBack(run);
    expect(await test.store.checkpoint(run, 'late')).toBe(false);
    expect(await checkpointOf(task)).toBe('good');
  });

  it('is gone with the end of the task, and a task that is run again has none', async () => {
    const ends: ((run: { taskId: string; attempt: number }) => Promise<unknown>)[] = [
      (run) => settle(run),
      (run) => test.store.cancel(run.taskId),
      (run) => test.store.fail(run.taskId, FAULT),
    ];
    for (const end of ends) {
      const run = await claim(await register());
      await test.store.checkpoint(run, 'after 100');
      await end(run);
      expect(await checkpointOf(run)).toBeNull();
      await test.store.repeat(run.taskId);
      expect(await checkpointOf(run)).toBeNull();
    }
  });

  it('stays out of the polling answer, and the claim tells its time by the clock of Redis', async () => {
    const run = await claim(await register());
    await test.store.checkpoint(run, 'x'.repeat(10_000));
    expect(JSON.stringify(await test.store.poll(run))).not.toContain('xxx');
    const startedAt = (await test.store.record(run.taskId))?.attempts[0]?.startedAt ?? '';
    expect((await test.store.find(run.taskId))?.claimedAt).toBe(Date.parse(startedAt));
  });
});
