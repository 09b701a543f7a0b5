import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { callsKey } from './keys.js';

describeStore('counts of calls', (test) => {
  const count = (...calls: { caller: string; calls: number }[]) =>
    test.store.countCalls('test', calls);

  it('add up over processes, each caller alone, wherever the keys lie', async () => {
    const callers = Array.from({ length: 100 }, (_, n) => `caller ${n}`);
    const once = callers.map((caller, n) => ({ caller, calls: n + 1 }));
    await count(...once);
    const totals = await count(...once);
    expect(callers.map((caller) => totals.get(caller)?.total)).toEqual(
      callers.map((_, n) => 2 * (n + 1)),
    );
    const other = await test.store.countCalls('another limit', [{ caller: 'caller 7', calls: 1 }]);
    expect(other.get('caller 7')?.total).toBe(1);
  });

  it('last a minute from the first call, whatever follows', async () => {
    await count({ caller: 'ann', calls: 1 });
    await test.redis.pexpire(callsKey('test', 'ann'), 5_000);
    const { total, remainingMs } = (await count({ caller: 'ann', calls: 2 })).get('ann') ?? {};
    expect(total).toBe(3);
    expect(remainingMs).toBeLessThanOrEqual(5_000);
    await test.redis.del(callsKey('test', 'ann'));
    const next = (await count({ caller: 'ann', calls: 4 })).get('ann');
    expect(next?.total).toBe(4);
    expect(next?.remainingMs).toBe(60_000);
  });
});
