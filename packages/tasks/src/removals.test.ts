import { PHASES } from '@longshore/contract';
import { describe, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import type { Task } from './task.js';

const ERROR = { code: 'executor_failed', message: 'no' };
const HERE = PHASES.filter((phase) => phase !== 'expired');
const isLivePhase = (phase: string): boolean =>
  ['queued', 'running', 'retrying', 'paused'].includes(phase);

describeStore('in every phase', (test) => {
  const { register, claim, settle } = test;

  /** A task that was brought into this phase. */
  async function taskIn(phase: (typeof HERE)[number]): Promise<Task> {
    const task = await register({ kind: 'import' });
    if (phase === 'queued') return task;
    const run = await claim(task);
    if (phase === 'retrying') await test.store.retryLater(run, ERROR, 60_000);
    else if (phase === 'paused') await test.store.pause(task.taskId);
    else if (phase === 'cancelled') await test.store.cancel(task.taskId);
    else if (phase !== 'running')
      await settle(run, { phase, error: phase === 'failed' ? ERROR : null });
    return task;
  }

  describe.each(HERE)('%s', (phase) => {
    it('cancel stops what is live and nothing else', async () => {
      const { taskId } = await taskIn(phase);
      expect(await test.store.cancel(taskId)).toBe(isLivePhase(phase));
      expect(await test.store.find(taskId)).toMatchObject({
        phase: isLivePhase(phase) ? 'cancelled' : phase,
      });
      expect(await test.store.cancel(taskId)).toBe(false);
    });

    it('clear removes the entity, frees the slot and keeps the record', async () => {
      const task = await taskIn(phase);
      expect(await test.store.clear(task.taskId)).toBe(true);
      expect(await test.store.find(task.taskId)).toBeNull();
      expect(await test.store.poll(task)).toBeNull();
      expect(await test.store.record(task.taskId)).toMatchObject({
        phase: isLivePhase(phase) ? 'cancelled' : phase,
        cleared: true,
      });
      expect(await test.store.clear(task.taskId)).toBe(false);
      await register({ owner: task.owner, kind: 'import' });
    });

    it('clearing by slot removes only a finished task', async () => {
      const task = await taskIn(phase);
      expect(await test.store.clearFinished(task)).toBe(!isLivePhase(phase));
      expect(await test.store.find(task.taskId)).toEqual(
        isLivePhase(phase) ? expect.anything() : null,
      );
      expect(await test.store.clearFinished(task)).toBe(false);
    });
  });

  it('clearing an old task leaves the slot to the one that took its place', async () => {
    const first = await taskIn('failed');
    const second = await register({ owner: first.owner, kind: 'import' });
    expect(await test.store.clear(first.taskId)).toBe(false);
    expect(await test.store.holder(first)).toBe(second.taskId);
  });

  it('downloads are counted on the record, and only there', async () => {
    const { taskId } = await taskIn('succeeded');
    await test.store.noteDownload(taskId);
    await test.store.noteDownload(taskId);
    expect(await test.store.record(taskId)).toMatchObject({ downloads: 2 });
    const unknown = test.store.newTaskId('x');
    await test.store.noteDownload(unknown);
    expect(await test.store.record(unknown)).toBeNull();
  });
});
