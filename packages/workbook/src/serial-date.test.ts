import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, END_DATE_MS, FIRST_DATE_MS, serialDay, serialToMs } from './serial-date.js';

test.each([
  ['1900-01-01', 1],
  ['1900-02-28', 59],
  ['1900-03-01', 61],
  ['1970-01-01', 25_569],
  ['9999-12-31', 2_958_465],
])('%s is serial %i', (day, serial) => {
  expect(serialDay(Date.parse(day))).toBe(serial);
  expect(serialToMs(serial, false)).toBe(Date.parse(day));
});

test('every moment comes back, to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_DATE_MS, max: END_DATE_MS - 1 }), (ms) => {
      const ofDay = (((ms % DAY_MS) + DAY_MS) % DAY_MS) / DAY_MS;
      expect(serialToMs(serialDay(ms) + Number(ofDay.toFixed(10)), false)).toBe(ms);
    }),
  );
});

test('the 1904 system counts from another day', () => {
  expect(serialToMs(0, true)).toBe(Date.UTC(1904, 0, 1));
});

test('a serial below zero is no date', () => {
  expect(serialToMs(-1, false)).toBeNaN();
});
