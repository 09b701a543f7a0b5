import { expect, test } from 'vitest';
import { startOfDay } from './start-of-day.js';

test.each([
  ['2026-01-31', 'UTC', '2026-01-31T00:00:00Z'],
  ['2026-01-31', 'Asia/Shanghai', '2026-01-30T16:00:00Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z'],
  ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00Z'],
  ['2026-01-31', 'Asia/Kathmandu', '2026-01-30T18:15:00Z'],
  // Midnight does not occur, and occurs twice.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['2026-10-25', 'Atlantic/Azores', '2026-10-25T00:00:00Z'],
])('%s in %s begins at %s', (day, timeZone, moment) => {
  expect(startOfDay(day, timeZone)).toEqual(new Date(moment));
});

test.each(['2026-02-30', '2026-1-31', '31/01/2026', '2026-01-31T00:00:00Z', ''])(
  '%j is no day',
  (day) => {
    expect(() => startOfDay(day, 'UTC')).toThrow('is no day');
  },
);
