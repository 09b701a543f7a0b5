import { keepPrinted, WallDate } from '@longshore/database';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptValue, keptValue, readValue } from './kept-value.js';

/** Through the text that the database keeps. */
const back = (value: unknown): unknown => {
  const kept = keptValue(value);
  if (kept === undefined) throw new Error('it is not kept');
  return readValue(JSON.parse(JSON.stringify(kept)) as KeptValue);
};

test('every value comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.boolean(),
        fc.bigInt(),
        fc.date({ noInvalidDate: true }),
        fc.constant(null),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.constant(null))),
        fc.array(fc.integer()),
      ),
      (value) => {
        expect(back(value)).toEqual(plain(value));
        expect(keptValue(back(value))).toEqual(keptValue(plain(value)));
      },
    ),
    { numRuns: 50 },
  );
});

/** JSON knows no -0. */
const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Date || value instanceof Buffer)
    ? JSON.parse(JSON.stringify(value))
    : value;

test('a day stays a day, and a time that is finer than a Date a text', () => {
  const day = back(new WallDate(Date.UTC(2026, 0, 31)));
  expect([day instanceof WallDate && day.isDay, day]).toEqual([true, new Date('2026-01-31')]);
  const ms = Date.UTC(2026, 0, 31);
  expect(back(keepPrinted(new Date(ms), '2026-01-31 00:00:00.000000'))).toEqual(new Date(ms));
  expect(back(keepPrinted(new Date(ms), '2026-01-31 00:00:00.000001'))).toBe(
    '2026-01-31 00:00:00.000001',
  );
  expect(back(keepPrinted({ days: 3 }, '3 days'))).toBe('3 days');
});

test('an object of an unknown class is not kept', () => {
  expect(keptValue(new (class Money {})())).toBeUndefined();
  expect(keptValue(() => 1)).toBeUndefined();
});
