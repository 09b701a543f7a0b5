import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  calendarDay,
  DAY_MS,
  END_DATE_MS,
  FIRST_DATE_MS,
  msToSerial,
  serialDay,
  serialToMs,
} from './serial-date.js';

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

test.each([
  [-1, false],
  [0, false],
  [0.5, false],
  [60, false],
  [60.5, false],
  [-1, true],
])('%d is no date (1904: %s)', (serial, date1904) => {
  expect(serialToMs(serial, date1904)).toBeNaN();
});

test.each([
  ['1900-01-31T06:00:00Z', false, 31.25],
  ['1900-03-01', false, 61],
  ['1904-01-01T12:00:00Z', true, 0.5],
  ['2024-02-29', true, 43_889],
])('%s is a serial with its time (1904: %s)', (text, date1904, serial) => {
  expect(msToSerial(Date.parse(text), date1904)).toBe(serial);
});

test('days that Excel alone shows', () => {
  expect(calendarDay(0, false)).toEqual({ year: 1900, month: 0, date: 0, weekday: 6 });
  expect(calendarDay(60.5, false)).toEqual({ year: 1900, month: 1, date: 29, weekday: 3 });
  expect(calendarDay(43_889, true)).toEqual({ year: 2024, month: 1, date: 29, weekday: 4 });
});
