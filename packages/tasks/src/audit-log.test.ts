import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import type { NewAuditEntry, RecordedAct } from './audit-log.js';
import { AUDIT } from './keys.js';

const LIMITS = { keepMs: 60_000, maxEntries: 100_000 };

describeStore('the audit log', (test) => {
  const entry = (given: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
    act: 'register',
    by: 'ann',
    as: 'owner',
    address: '10.1.2.3',
    userAgent: null,
    taskId: null,
    owner: null,
    kind: 'export',
    type: 'orders',
    detail: null,
    ...given,
  });
  const add = (given?: Partial<NewAuditEntry>) => test.store.audit.add(entry(given), LIMITS);
  const everything = async (from?: number, to?: number) => {
    const found: RecordedAct[] = [];
    for await (const page of test.store.audit.between(from, to)) found.push(...page);
    return found;
  };

  it('keeps entries as they were told, newest first or oldest first', async () => {
    await test.redis.del(AUDIT);
    const ids = [await add(), await add({ by: '王芳', userAgent: 'curl/8', detail: 'result' })];
    const { items, nextCursor, keptSince } = await test.store.audit.search({ limit: 10 });
    expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(items[0]).toMatchObject(entry({ by: '王芳', userAgent: 'curl/8', detail: 'result' }));
    expect([nextCursor, keptSince]).toEqual([null, items[1]?.at]);
    expect((await everything()).map(({ id }) => id)).toEqual(ids);
  });

  it('pages through what matches, and each entry once', async () => {
    await test.redis.del(AUDIT);
    const wanted: string[] = [];
    for (let i = 0; i < 12; i++) {
      const id = await add({ by: i % 3 === 0 ? 'bob' : 'ann' });
      if (i % 3 === 0) wanted.push(id);
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await test.store.audit.search({ by: 'bob', limit: 1, cursor });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(wanted.toReversed());
  });

  it('exports a range in pages, its end not included', async () => {
    await test.redis.del(AUDIT);
    await test.redis.xadd(AUDIT, '1000-0', 'act', 'cancel');
    for (let i = 0; i < 1_200; i++) await test.redis.xadd(AUDIT, `2000-${i}`, 'act', 'clear');
    await test.redis.xadd(AUDIT, '3000-0', 'act', 'retry');
    const range = await everything(2_000, 3_000);
    expect(range).toHaveLength(1_200);
    expect(new Set(range.map(({ id }) => id)).size).toBe(1_200);
    expect((await everything(undefined, 2_000)).map(({ act }) => act)).toEqual(['cancel']);
  });

  it('has nothing before 1970, nor below its lowest id', async () => {
    await add();
    const old = Date.UTC(20, 1, 29) - 5e13;
    const { search } = test.store.audit;
    expect((await search({ from: old, limit: 1 })).items).toHaveLength(1);
    expect((await search({ to: old, limit: 1 })).items).toEqual([]);
    expect((await search({ cursor: '0-0', limit: 1 })).items).toEqual([]);
    expect(await everything(undefined, old)).toEqual([]);
  });

  it('drops what is too old, and what is more than is kept', async () => {
    await test.redis.del(AUDIT);
    for (let i = 0; i < 400; i++) await test.redis.xadd(AUDIT, `1000-${i}`, 'act', 'cancel');
    await add();
    expect(await test.redis.xlen(AUDIT)).toBeLessThanOrEqual(101);
    for (let i = 0; i < 400; i++)
      await test.store.audit.add(entry(), { ...LIMITS, maxEntries: 100 });
    expect(await test.redis.xlen(AUDIT)).toBeLessThan(300);
  });

  it('tells of one task what was done with it, for as long as its record is kept', async () => {
    const task = await test.register();
    const { taskId } = task;
    await add({ taskId });
    await add({ taskId, act: 'cancel', by: 'root', as: 'operator' });
    await add({ act: 'clear' });
    const acts = await test.store.audit.actsOf(taskId);
    expect(acts.map(({ act, by }) => `${act} ${by}`)).toEqual(['register ann', 'cancel root']);
    expect(acts[0]?.at).toBeGreaterThan(1e12);
    await add({ taskId: test.store.newTaskId('nobody') });
    expect(await test.store.audit.actsOf(test.store.newTaskId('nobody'))).toEqual([]);
  });
});
