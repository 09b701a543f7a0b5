import { POLL } from '@longshore/contract';
import { describe, expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import { bucketKeys, bucketOfOwner } from './keys.js';
import type { ListQuery } from './list-query.js';

// First in this file: the bucket must hold no other records.
describeStore(
  'the ledger’s indexes',
  (test) => {
    it('are trimmed when records expire', async () => {
      const { owner } = newTask();
      for (let i = 0; i < 5; i++) await test.register({ owner, type: `t-${i}` });
      const index = async () =>
        (await test.redis.zcard(ownerIndex(owner))) + (await test.redis.zcard(bucketIndex(owner)));
      expect(await index()).toBe(10);
      await expect
        .poll(async () => (await test.store.list({ owner, limit: 10 })).items.length, {
          timeout: 10_000,
        })
        .toBe(0);
      await test.register({ owner, type: 'new' });
      await test.register({ owner, type: 'newer' });
      expect(await index()).toBe(4);
    });
  },
  { ttlMs: 1_000, ledgerTtlMs: 100 },
);

describeStore('polling', (test) => {
  const { register, claim, settle } = test;

  it('finds a task by its id and by its slot', async () => {
    const task = await register();
    const polled = await test.store.poll({ taskId: task.taskId });
    expect(task).toMatchObject({ ...polled?.task });
    expect((await test.store.poll(task))?.task.taskId).toBe(task.taskId);
    const other = newTask();
    expect(await test.store.poll(other)).toBeNull();
    expect(await test.store.poll({ taskId: test.store.newTaskId('x') })).toBeNull();
  });

  it('tells of a finished task what the live entity holds', async () => {
    const task = await register();
    const [result, error] = [
      { key: 'k', name: 'a.xlsx', sizeBytes: 3 },
      { code: 'no_rows', message: 'none', values: { sheet: 's' } },
    ];
    await settle(await claim(task), {
      counts: { total: 9, succeeded: 7, failed: 2 },
      result,
      issues: result,
      error,
    });
    const polled = await test.store.poll(task);
    expect(await test.store.find(task.taskId)).toMatchObject({ ...polled?.task });
    expect(polled?.task).toMatchObject({
      result,
      issues: result,
      error,
      counts: { total: 9, succeeded: 7, failed: 2, unprocessed: 0 },
    });
  });

  it('counts the first answers while no ETA is known, and soon stops to count', async () => {
    const task = await register();
    const answers = async () => (await test.store.poll({ taskId: task.taskId }))?.answers;
    const first = [await answers(), await answers(), await answers()];
    expect(first).toEqual([1, 2, 3]);
    for (let i = 0; i < 10; i++) await answers();
    expect(await answers()).toBe(POLL.quickAnswers + 1);
  });

  it('does not count answers once an ETA is known or the task has ended', async () => {
    const task = await register();
    const run = await claim(task);
    await test.store.progress(run, {
      total: 9,
      succeeded: 1,
      failed: 0,
      rowsPerSecond: 2.4,
      etaMs: 3_333.3,
    });
    expect(await test.store.poll(task)).toMatchObject({
      answers: 0,
      task: { progress: { done: 1, total: 9, rowsPerSecond: 2, etaMs: 3_333 } },
    });
    await settle(run);
    expect(await test.store.poll(task)).toMatchObject({
      answers: 0,
      task: { progress: { etaMs: null } },
    });
  });
});

describeStore('the ledger', (test) => {
  const { register, claim, settle } = test;

  it('lists an owner his tasks newest first, in pages', async () => {
    const { owner } = newTask();
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.unshift((await register({ owner, type: `t-${i}` })).taskId);
    await register();
    const pages = await allPages({ owner, limit: 3 });
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(ids);
  });

  it('filters by kind, type and phase', async () => {
    const { owner } = newTask();
    const [a, b, c] = [
      await register({ owner, type: 'a' }),
      await register({ owner, type: 'b' }),
      await register({ owner, type: 'b', kind: 'import' }),
    ];
    await settle(await claim(b));
    const ids = async (filter: object) => (await allPages({ owner, limit: 10, ...filter })).flat();
    expect(await ids({ kind: 'import' })).toEqual([c.taskId]);
    expect(await ids({ type: 'b' })).toEqual([c.taskId, b.taskId]);
    expect(await ids({ phase: 'queued' })).toEqual([c.taskId, a.taskId]);
    expect(await ids({ phase: 'succeeded', type: 'b', kind: 'export' })).toEqual([b.taskId]);
    expect(await ids({ phase: 'failed' })).toEqual([]);
  });

  describe('for operators', () => {
    it('merges everyone’s tasks newest first, each on one page', async () => {
      const type = 'operators-list';
      const ids: string[] = [];
      for (let i = 0; i < 150; i++) ids.unshift((await register({ type })).taskId);
      const pages = await allPages({ owner: null, type, limit: 20 });
      expect(pages.flat()).toEqual(ids.sort().reverse());
      expect(Math.max(...pages.map((page) => page.length))).toBe(20);
    });
  });

  async function allPages(query: ListQuery): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await test.store.list({ ...query, cursor });
      pages.push(items.map(({ taskId }) => taskId));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    return pages;
  }
});

const bucketIndex = (owner: string): string => bucketKeys(bucketOfOwner(owner)).records;
const ownerIndex = (owner: string): string =>
  `${bucketKeys(bucketOfOwner(owner)).ownerPrefix}${owner}`;
