import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Duplicates } from '@longshore/contract';
import type { Place } from '@longshore/database';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SameKeysFinder } from './same-keys.js';
import { TextTable } from './text-table.js';

test('equal texts have one number, others never, whatever their length and script', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', '\u0000', '\ud800', '价') }),
    fc.string({ minLength: 15, maxLength: 80, unit: 'binary' }),
    fc.string({ minLength: 36, maxLength: 42, unit: fc.constantFrom('a', 'b') }),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
      const table = new TextTable();
      const numbers = new Map<string, number>();
      for (const one of texts) {
        if (!numbers.has(one)) numbers.set(one, numbers.size);
        expect(table.add(one)).toBe(numbers.get(one));
      }
      expect(table.size).toBe(numbers.size);
    }),
  );
});

test('each rule decides as a plain map of all rows would', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('a', 'b', 'c')));
  fc.assert(
    fc.property(rows, fc.constantFrom<Duplicates[]>('refuse', 'first', 'last'), (found, rule) => {
      const placed = found
        .sort(([a], [b]) => a - b)
        .map(([part, key], i) => ({ place: { part, row: i * 3 + 2 }, key }));
      const finder = new SameKeysFinder(rule);
      for (const { place, key } of placed) finder.add(place, key);
      const decided = finder.decide();
      for (const { place, key } of placed) {
        const same = placed.filter((one) => one.key === key).map((one) => one.place);
        const kept = rule === 'last' ? same.at(-1) : same[0];
        const isKept = kept === place;
        expect(decided.isLeft(place)).toBe(rule !== 'refuse' && !isKept);
        expect(decided.firstOf(place)).toEqual(rule !== 'refuse' || isKept ? null : same[0]);
      }
      const left = placed.filter(({ place }) => decided.isLeft(place)).length;
      expect(decided.left).toBe(left);
    }),
  );
});

const ROWS = 1_000_000;
const MOST_BYTES = 64 * 1_000_000;

test('1,000,000 keys of the longest kind are told apart exactly, within 64 MB', () => {
  const finder = new SameKeysFinder('refuse');
  const place = (i: number): Place => ({ part: 1, row: i + 2 });
  const keyOf = (i: number) => `3f2504e0-4f89-11d3-9a0c-${String(i).padStart(14, '0')}`;
  expect(keyOf(1)).toHaveLength(38);
  const collect = collector();
  collect();
  const before = process.memoryUsage().arrayBuffers;
  const used = () => process.memoryUsage().arrayBuffers - before;
  let most = 0;
  for (let i = 0; i < ROWS; i += 1) {
    finder.add(place(i), keyOf(i % 250_000 === 7 ? 7 : i));
    if (i % 1_000 !== 0) continue;
    if (used() > MOST_BYTES) collect(); // what was given up may not have been collected yet
    most = Math.max(most, used());
  }
  const { firstOf } = finder.decide();
  const repeated = Array.from({ length: ROWS }, (_, i) => i).filter((i) => firstOf(place(i)));
  expect(repeated).toEqual([250_007, 500_007, 750_007]);
  expect(firstOf(place(750_007))).toEqual(place(7));
  expect(most).toBeLessThan(MOST_BYTES);
}, 60_000);

/** Of V8, without the flag in the command. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
