import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import type { ListQuery } from './list-query.js';
import type { Task } from './task.js';

describeStore('a search of the ledger', (test) => {
  const search = async (query: Partial<ListQuery>): Promise<string[]> => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await test.store.list({ owner: null, limit: 2, ...query, cursor });
      found.push(...page.items.map(({ taskId }) => taskId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };

  it('finds a part of the name of an upload or a result, whatever the case of its letters', async () => {
    const { owner } = newTask();
    const upload = { key: 'k', name: 'Preisliste März.xlsx', sizeBytes: 1 };
    const imported = await test.register({ owner, kind: 'import', upload });
    const exported = await test.register({ owner });
    const result = { key: 'key', name: '订单 ORDERS.xlsx', sizeBytes: 3 };
    await test.settle(await test.claim(exported), { result });
    expect(await search({ owner, file: 'preisLISTE mär' })).toEqual([imported.taskId]);
    expect(await search({ owner, file: '订单 orders' })).toEqual([exported.taskId]);
    expect(await search({ owner, file: 'sizeBytes' })).toEqual([]);
    expect(await search({ owner, file: '.xlsx' })).toEqual([exported.taskId, imported.taskId]);
  });

  it('finds a part of an error: its code, sentence, values, cause, in either language', async () => {
    const { owner } = newTask();
    const task = await test.register({ owner });
    await test.register({ owner, type: 'others' });
    await test.settle(await test.claim(task), {
      phase: 'failed',
      error: {
        code: 'worker_lost',
        message: 'The worker was lost.',
        values: { sheet: 'Tabelle%1' },
        cause: 'connect ECONNREFUSED 10.0.0.7',
      },
    });
    for (const error of ['WORKER_LO', 'was lost', 'tabelle%1', 'econnrefused', '进程'])
      expect([error, await search({ owner, error })]).toEqual([error, [task.taskId]]);
    expect(await search({ owner, error: 'Tabelle.1' })).toEqual([]);
  });

  it('finds signs that JSON writes in another way', async () => {
    const { owner } = newTask();
    const upload = { key: 'k', name: 'Q1/Q2 "last"\\draft\t2.xlsx', sizeBytes: 1 };
    const task = await test.register({ owner, kind: 'import', upload });
    await test.settle(await test.claim(task), {
      phase: 'failed',
      error: { code: 'executor_failed', message: 'no "price" in C:\\in/ü.xlsx\nat line 1' },
    });
    for (const file of ['q1/q2', '"LAST"', 'last"\\d', '\\DRAFT\t2'])
      expect([file, await search({ owner, file })]).toEqual([file, [task.taskId]]);
    for (const error of ['"PRICE"', 'c:\\IN/ü', 'xlsx\nAT'])
      expect([error, await search({ owner, error })]).toEqual([error, [task.taskId]]);
    expect(await search({ owner, error: '\\n' })).toEqual([]);
  });

  it('keeps to a range of the time of registration, its end not included', async () => {
    const { owner } = newTask();
    const tasks: Task[] = [];
    for (const type of ['a', 'b', 'c']) tasks.push(await test.register({ owner, type }));
    const [first, second, third] = tasks.map(({ registeredAt }) => registeredAt);
    const of = (from?: number, to?: number) =>
      tasks
        .filter((task) => task.registeredAt >= (from ?? 0) && task.registeredAt < (to ?? 1e15))
        .map(({ taskId }) => taskId)
        .reverse();
    for (const [from, to] of [[second], [undefined, third], [first, second]])
      expect(await search({ owner, from, to })).toEqual(of(from, to));
    const day = 86_400_000;
    expect(await search({ owner, from: (first ?? 0) + day })).toEqual([]);
    expect(await search({ owner, to: (first ?? 0) - day })).toEqual([]);
  });

  it('looks at a bounded number of records, says how many, and comes to the oldest', async () => {
    const { owner } = newTask({ type: 'wanted' });
    const wanted = await test.register({ owner, type: 'wanted', kind: 'import' });
    for (let i = 0; i < 150; i++) await test.register({ owner, type: `crowd-${i}` });
    const page = await test.store.list({ owner: null, kind: 'import', type: 'wanted', limit: 5 });
    expect(page.looked).toBeGreaterThanOrEqual(151);
    expect(page.items.map(({ taskId }) => taskId)).toContain(wanted.taskId);
  });
});
