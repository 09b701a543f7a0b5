/** The places of a type that limits its running tasks. */
import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { nextTurn } from '../test/next-turn.js';
import { placeKeys, taskKeys } from './keys.js';

const TWO = 2;

describeStore('a place of a type', (test) => {
  let types = 0;
  /** Four tasks of four owners, of a type that no other test has. */
  const four = async () => {
    types += 1;
    const type = `limited-${types}`;
    const [a, b, c, d] = [
      await test.register({ type }),
      await test.register({ type }),
      await test.register({ type }),
      await test.register({ type }),
    ];
    return { a, b, c, d };
  };

  it('is there for so many tasks at once, and goes to the one that registered first', async () => {
    const { a, b, c, d } = await four();
    const taken = [];
    for (const task of [a, b, d, c]) taken.push(await test.store.takePlace(task, TWO));
    expect(taken.map(({ isTaken }) => isTaken)).toEqual([true, true, false, false]);
    expect(taken.at(-1)?.waiting).toBe(2);
    expect(await test.store.leavePlace(a, TWO)).toEqual([c.taskId]);
    expect(await test.store.takePlace(d, TWO)).toMatchObject({ isTaken: false });
    expect(await test.store.takePlace(c, TWO)).toMatchObject({ isTaken: true });
  });

  it('is kept by the task that has it, in any attempt', async () => {
    const { a, b, c } = await four();
    await test.store.takePlace(a, TWO);
    await test.store.takePlace(b, TWO);
    await test.store.takePlace(c, TWO);
    expect(await test.store.takePlace(a, TWO)).toEqual({ isTaken: true, waiting: 1, others: [] });
  });

  it('is free when it was not kept, and whoever asks next hands it to the first', async () => {
    const { a, b, c, d } = await four();
    for (const task of [a, b, c]) await test.store.takePlace(task, TWO);
    const { places } = placeKeys(a.kind, a.type);
    await test.redis.zadd(places, (await test.store.nowMs()) - 1, a.taskId);
    expect(await test.store.takePlace(d, TWO)).toEqual({
      isTaken: false,
      waiting: 1,
      others: [c.taskId],
    });
  });

  it('keeps nobody else of the owner waiting: a task without one leaves the line', async () => {
    const { a } = await four();
    const next = await test.register({ owner: a.owner, type: 'other' });
    await nextTurn(test.store, a.owner, a.kind);
    await test.store.postpone(a.taskId, 60_000);
    expect(await nextTurn(test.store, a.owner, a.kind)).toMatchObject({ taskId: next.taskId });
    const due = await test.redis.zscore(taskKeys(a.taskId).outbox, a.taskId);
    expect(Number(due)).toBeGreaterThan(await test.store.nowMs());
  });
});
