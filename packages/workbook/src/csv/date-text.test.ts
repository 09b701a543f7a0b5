import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText } from './date-text.js';

const written = (date: Date | number, timeZone = 'UTC', format?: string) =>
  dateText({ timeZone, ...(format && { format }) })(new Date(date));

test.each([
  ['2026-01-31T10:20:30Z', 'UTC', '2026-01-31 10:20:30'],
  ['2026-01-31T10:20:30.050Z', 'UTC', '2026-01-31 10:20:30.050'],
  ['2026-01-31T20:00:00Z', 'Asia/Shanghai', '2026-02-01 04:00:00'],
  ['2026-03-08T06:59:59Z', 'America/New_York', '2026-03-08 01:59:59'],
  ['2026-03-08T07:00:00Z', 'America/New_York', '2026-03-08 03:00:00'],
  ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01 01:30:00'],
  ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01 01:30:00'],
  ['2026-01-31T18:15:00Z', 'Asia/Kathmandu', '2026-02-01 00:00:00'],
  ['2026-04-04T15:00:00Z', 'Australia/Lord_Howe', '2026-04-05 01:30:00'],
  ['2026-06-30T15:00:00Z', 'Australia/Lord_Howe', '2026-07-01 01:30:00'],
])('%s in %s is written %s', (date, timeZone, text) => {
  expect(written(Date.parse(date), timeZone)).toBe(text);
});

test.each([
  ['-000044-03-15T00:00:00Z', '-0044-03-15 00:00:00'],
  ['0000-12-31T23:59:59Z', '+0000-12-31 23:59:59'],
  ['0001-01-01T00:00:00Z', '0001-01-01 00:00:00'],
  ['0099-05-06T07:08:09Z', '0099-05-06 07:08:09'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31 23:59:59.999'],
  ['+012345-01-01T00:00:00Z', '+12345-01-01 00:00:00'],
  ['+123456-07-08T09:10:11Z', '+123456-07-08 09:10:11'],
])('the year of %s is written whole: %s', (date, text) => {
  expect(written(Date.parse(date))).toBe(text);
  expect(written(Date.parse(date), 'Etc/UTC')).toBe(text);
  expect(written(Date.parse(date), 'Pacific/Auckland', 'yyyy-mm-dd')).toBe(text.split(' ')[0]);
});

test('a pure day is its date in UTC in every zone', () => {
  for (const zone of ['Pacific/Kiritimati', 'America/New_York', 'Asia/Kathmandu'])
    expect(written(Date.UTC(2026, 2, 8), zone, 'd. mmm yyyy')).toBe('2026-03-08');
});

test('a date in UTC reads back as the same instant', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      const [, sign = '', year = '', rest] =
        /^([+-]?)(\d+)(-.*)$/.exec(written(date).replace(' ', 'T')) ?? [];
      const iso = sign === '' ? year : `${year === '0000' ? '+' : sign}${year.padStart(6, '0')}`;
      expect(new Date(`${iso}${rest}Z`)).toEqual(date);
    }),
  );
});

test('an invalid date is refused', () => {
  expect(() => written(Number.NaN)).toThrow('invalid Date');
});
