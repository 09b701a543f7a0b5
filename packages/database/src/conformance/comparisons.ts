/** Laws of what is told of rows without a trial: what an upsert then does, or nothing. */
import { describe, expect, it } from 'vitest';
import type { Opened } from './adapter.js';

type Row = Readonly<Record<string, unknown>>;

const row = (code: string, changes: Row = {}): Row => ({
  code,
  price: 1.5,
  at: new Date('2026-01-31T08:00:00Z'),
  day: new Date('2026-01-31T00:00:00Z'),
  ok: true,
  note: `a "quoted" \\ 'one', 名`,
  ...changes,
});

export function describeComparisons(opened: Opened): void {
  const plain = () => opened().upsertInto({ table: 'plain', key: 'code' });
  const named = (rows: readonly Row[]) => rows.map((value) => ({ value }));
  const save = (rows: readonly Row[]) => plain().save(named(rows), { tx: opened().db });
  const compare = (rows: readonly Row[]) => plain().comparison.compare(rows, { tx: opened().db });
  const stored = (rows: readonly Row[]) =>
    opened().db.transaction(async (tx) => plain().comparison.stored(rows, { tx }));

  describe('a comparison', () => {
    it('tells what an upsert then does, with its rounding', async () => {
      await save(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((code) => row(code)));
      const rows = [
        row('x'),
        row('h', { ok: false }),
        row('a'),
        row('b', { price: 1.504, at: new Date('2026-01-31T08:00:00.400Z') }),
        row('c', { price: 1.506 }),
        row('d', { note: 'A "Quoted" one' }),
        row('e', { price: null }),
        row('f', { note: `a "quoted" \\ 'one', 名 ` }),
        row('g', { day: new Date('2026-02-01T00:00:00Z') }),
      ];
      const { fates, states } = await compare(rows);
      const [created, ...others] = fates ?? [];
      const same = ['a', 'b'];
      expect(created).toBe('create');
      expect(others).toEqual(
        rows.slice(1).map(({ code }) => (same.includes(String(code)) ? 'same' : 'update')),
      );
      expect(states[0]).toBeNull();
      await save(rows);
      const after = await compare(rows);
      expect(after.fates).toEqual(rows.map(() => 'same'));
      const changed = after.states.map((state, i) => state !== states[i]);
      expect(changed).toEqual(rows.map(({ code }) => !same.includes(String(code))));
    });

    it('tells of each stored row a number of 64 bits that changes with it', async () => {
      await save([row('a'), row('b')]);
      const asked = [row('b'), row('x'), row('a')];
      const before = await stored(asked);
      expect((await compare(asked)).states).toEqual(before);
      expect(before).toEqual([expect.stringMatching(/^-?\d+$/), null, expect.any(String)]);
      const numbers = before.map((state) => BigInt(state ?? 0));
      expect(numbers.map((number) => BigInt.asIntN(64, number))).toEqual(numbers);
      await save([row('b', { note: 'other' })]);
      const after = await stored(asked);
      expect(after.map((state, i) => state === before[i])).toEqual([false, true, true]);
      expect(await stored([])).toEqual([]);
    });

    it('compares thousands of rows at once, under the names of properties', async () => {
      const columns = { id: 'code', text: 'note' };
      const { save, comparison } = opened().upsertInto({ table: 'plain', key: 'id', columns });
      const context = { tx: opened().db };
      const rows = Array.from({ length: 3_000 }, (_, i) => ({ id: `n${i}`, text: `note ${i}` }));
      await save(named(rows.slice(0, 2_000)), context);
      const { fates } = await comparison.compare(
        rows.map((one, i) => (i % 2 === 0 ? one : { ...one, text: 'other' })),
        context,
      );
      const count = (fate: string) => fates?.filter((one) => one === fate).length;
      expect(['create', 'update', 'same'].map(count)).toEqual([1_000, 1_000, 1_000]);
    });

    it.each([
      ['a value that is missing', row('a', { note: null })],
      ['a number that is too great', row('a', { price: 1e6 })],
      ['a number that is none', row('a', { price: Number.NaN })],
      ['a key that is too long', row('12345678901')],
      ['a text in a column of times', row('a', { at: 'now' })],
      ['a day with a time', row('a', { day: new Date('2026-01-31T08:00:00Z') })],
      ['a missing property', (({ note: _, ...rest }) => rest)(row('a'))],
      ['an unknown property', row('a', { colour: 'red' })],
    ])('leaves %s to a trial', async (_, bad) => {
      const refused = compare([bad]).then(
        ({ fates }) => fates,
        (error: unknown) => {
          if (opened().db.faultOf(error).kind !== 'program') throw error;
          return null; // a column that the table lacks
        },
      );
      expect(await refused).toBeNull();
    });

    it('leaves a table with a rule, or with another unique index, to a trial', async () => {
      const { db, upsertInto } = opened();
      const lines = upsertInto({ table: 'line', key: 'sku' });
      const { fates } = await lines.comparison.compare([{ sku: 'a', price: 1 }], { tx: db });
      expect(fates).toBeNull();
    });
  });
}
