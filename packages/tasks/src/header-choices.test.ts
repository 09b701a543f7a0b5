import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';

const choice = (header: string, key: string | null = 'sku') => ({
  header,
  mapping: { [`of "${header}"`]: key },
});

describeStore('choices of headers', (test) => {
  const keep = (owner: string, header: string, key?: string | null) =>
    test.store.keepHeaderChoice(owner, 'prices', choice(header, key));
  const kept = async (owner: string, type = 'prices') => test.store.headerChoices(owner, type);

  it('are kept by owner and type, the last one first', async () => {
    await keep('ann', 'one');
    await keep('ann', 'two', null);
    expect(await kept('ann')).toEqual([choice('two', null), choice('one')]);
    expect(await kept('ann', 'goods')).toEqual([]);
    expect(await kept('bob')).toEqual([]);
  });

  it('take the place of an earlier one for the same header', async () => {
    await keep('cem', 'one');
    await keep('cem', 'one and more');
    await keep('cem', 'one', 'name');
    expect(await kept('cem')).toEqual([choice('one', 'name'), choice('one and more')]);
  });

  it('are eight, and none of endless length', async () => {
    for (let number = 1; number <= 9; number += 1) await keep('dan', `header ${number}`);
    await keep('dan', 'x'.repeat(10_000));
    expect((await kept('dan')).map(({ header }) => header)).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2].map((number) => `header ${number}`),
    );
  });

  it('are pinned to a task at its registration', async () => {
    const pinned = await test.register({ kind: 'import', headerChoices: [choice('one')] });
    expect(await test.store.find(pinned.taskId)).toMatchObject({ headerChoices: [choice('one')] });
    const plain = await test.register({ kind: 'import' });
    expect(await test.store.record(plain.taskId)).toMatchObject({ headerChoices: [] });
  });
});
