import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import type { WorkerNews } from './fleet.js';
import { taskKeys, WORKERS } from './keys.js';

const HOUR_MS = 3_600_000;

describeStore('the fleet', (test) => {
  const ended = async (type: string) => {
    const now = await test.store.nowMs();
    const hours = await test.store.fleet.ended(now - HOUR_MS, now);
    return hours.filter((hour) => hour.type === type);
  };
  const sum = async (type: string, what: 'rows' | 'runMs' | 'succeeded' | 'failed' | 'cancelled') =>
    (await ended(type)).reduce((total, hour) => total + hour[what], 0);

  it('counts what ended by hour and type, each end once', async () => {
    const type = 'counted';
    const outcome = { counts: { total: 9, succeeded: 7, failed: 2 } };
    for (let i = 0; i < 3; i++) {
      const run = await test.claim(await test.register({ type }));
      await test.settle(run, outcome);
      await test.settle(run, outcome);
    }
    const failed = await test.claim(await test.register({ type }));
    await test.settle(failed, { phase: 'failed', error: { code: 'internal', message: 'no' } });
    const { taskId } = await test.register({ type });
    await test.store.cancel(taskId);
    await test.store.cancel(taskId);
    await test.store.clear((await test.register({ type })).taskId);
    expect(await sum(type, 'succeeded')).toBe(3);
    expect(await sum(type, 'failed')).toBe(1);
    expect(await sum(type, 'cancelled')).toBe(2);
    expect(await sum(type, 'rows')).toBe(27);
    expect((await ended(type))[0]).toMatchObject({ kind: 'export', type });
  });

  it('counts rows once of a task that is run again', async () => {
    const type = 'counted-again';
    const task = await test.register({ type, kind: 'import' });
    const run = await test.claim(task);
    const counts = { total: 9, succeeded: 4, failed: 0 };
    const error = { code: 'internal', message: 'no' };
    await test.settle(run, { phase: 'failed', error, counts }, 'all-attempts');
    await test.store.repeat(task.taskId);
    const again = await test.claim(task);
    await test.settle(again, { counts: { ...counts, succeeded: 9 } }, 'all-attempts');
    expect([await sum(type, 'failed'), await sum(type, 'succeeded')]).toEqual([1, 1]);
    expect(await sum(type, 'rows')).toBe(9);
  });

  it('tells since when the task waits that has waited longest to be begun', async () => {
    const kind = 'batch';
    const before = await test.store.fleet.waitingSince();
    const { owner } = newTask();
    const first = await test.register({ kind, owner, type: 'first' });
    await test.register({ kind, owner, type: 'second' });
    const since = before.batch ?? first.registeredAt;
    expect((await test.store.fleet.waitingSince()).batch).toBe(since);
    if (before.batch !== undefined) return;
    await test.claim(first);
    expect((await test.store.fleet.waitingSince()).batch).toBeGreaterThanOrEqual(since);
  });

  it('knows the workers that gave a sign of life, and since when each is there', async () => {
    await test.redis.del(WORKERS);
    const news: WorkerNews = {
      name: 'host with spaces:1',
      boot: 'a',
      kinds: ['export'],
      concurrency: 2,
      takesJobs: true,
      runs: [{ taskId: test.store.newTaskId('x'), kind: 'export', lane: 0 }],
    };
    const { boot, ...told } = news;
    await test.store.fleet.tellWorker(news);
    const [first] = await test.store.fleet.workers();
    expect(first).toMatchObject(told);
    await test.store.fleet.tellWorker({ ...news, runs: [] });
    expect(await test.store.fleet.workers()).toMatchObject([
      { ...told, runs: [], startedAt: first?.startedAt },
    ]);
    const now = await test.store.nowMs();
    const said = JSON.stringify({ ...told, runs: [] });
    await test.redis.hset(WORKERS, 'silent:1', `a ${now - 60_000} ${now - 40_000} ${said}`);
    await test.redis.hset(WORKERS, 'gone:1', `a ${now - 9e8} ${now - 9e7} ${said}`);
    await test.redis.hset(WORKERS, news.name, `a ${now - 60_000} ${now - 40_000} ${said}`);
    await test.store.fleet.tellWorker({ ...news, boot: 'b' });
    const workers = await test.store.fleet.workers();
    expect(workers.map(({ name }) => name)).toEqual([news.name]);
    expect(workers[0]?.startedAt).toBeGreaterThanOrEqual(now);
    expect((await test.redis.hkeys(WORKERS)).sort()).toEqual([news.name, 'silent:1']);
    await test.store.fleet.forgetWorker(news.name);
    expect(await test.store.fleet.workers()).toEqual([]);
  });

  it('sums the files that records name', async () => {
    const before = await test.store.fleet.filesUsed();
    const bytesOf = ({ items }: typeof before, name: string) =>
      items.find(({ kind, file }) => `${kind}:${file}` === name)?.bytes ?? 0;
    const upload = { key: 'k', name: 'u.xlsx', sizeBytes: 4_000_000_000 };
    const task = await test.register({ kind: 'import', upload });
    const file = { key: 'k', name: 'r.xlsx', sizeBytes: 11 };
    await test.settle(await test.claim(task), { result: file, issues: file });
    const after = await test.store.fleet.filesUsed();
    expect(after.records).toBe(before.records + 1);
    for (const [name, bytes] of [
      ['import:upload', 4_000_000_000],
      ['import:result', 11],
      ['import:issues', 11],
    ] as const)
      expect(bytesOf(after, name) - bytesOf(before, name)).toBe(bytes);
  });

  it('keeps the counts of a day for a bounded time', async () => {
    const task = await test.register();
    await test.settle(await test.claim(task));
    const { endedPrefix } = taskKeys(task.taskId);
    const day = Math.floor((await test.store.nowMs()) / HOUR_MS / 24);
    const leftMs = await test.redis.pttl(`${endedPrefix}${day}`);
    expect(leftMs).toBeGreaterThan(14 * 24 * HOUR_MS);
    expect(leftMs).toBeLessThanOrEqual(15 * 24 * HOUR_MS);
  });

  it('tells what ended on earlier days before what ended today', async () => {
    const type = 'days-ago';
    const task = await test.register({ type });
    await test.settle(await test.claim(task));
    const now = await test.store.nowMs();
    const hour = Math.floor(now / HOUR_MS) - 72;
    const { endedPrefix } = taskKeys(task.taskId);
    const day = `${endedPrefix}${Math.floor(hour / 24)}`;
    await test.redis.hset(day, `${hour}:export:${type}:succeeded`, 2);
    const told = async (hours: number) =>
      (await test.store.fleet.ended(now - hours * HOUR_MS, now))
        .filter((ended) => ended.type === type)
        .map(({ succeeded }) => succeeded);
    expect(await told(72)).toEqual([2, 1]);
    expect(await told(24)).toEqual([1]);
    await test.redis.del(day);
    expect(await told(72)).toEqual([2, 1]);
  });
});
