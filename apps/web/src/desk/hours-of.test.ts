import { expect, test } from 'vitest';
import { failedShare, hoursOf } from './hours-of.js';

const item = (hour: string, type: string, ends: object) => ({
  hour,
  kind: 'export' as const,
  type,
  ...{ succeeded: 0, partial: 0, failed: 0, cancelled: 0, expired: 0, rows: 0, runMs: 0 },
  ...ends,
});

const answer = {
  from: '2026-11-27T10:00:00.000Z',
  to: '2026-11-27T12:20:00.000Z',
  items: [
    item('2026-11-27T10:00:00.000Z', 'orders', { succeeded: 2, rows: 5 }),
    item('2026-11-27T10:00:00.000Z', 'parts', { failed: 1, cancelled: 1 }),
    item('2026-11-27T12:00:00.000Z', 'orders', { expired: 3 }),
  ],
};

test('every hour is there, with the ends of all types, or of one', () => {
  const all = hoursOf(answer, null);
  expect(all.map(({ at }) => new Date(at).getUTCHours())).toEqual([10, 11, 12]);
  expect(all[0]).toMatchObject({ succeeded: 2, failed: 1, rest: 1, rows: 5 });
  expect(all[1]).toMatchObject({ succeeded: 0, failed: 0, rest: 0 });
  expect(all[2]).toMatchObject({ rest: 3 });
  expect(hoursOf(answer, 'parts')[0]).toMatchObject({ succeeded: 0, failed: 1, rest: 1 });
});

test('the share that failed leaves out what was cancelled', () => {
  expect(failedShare({ succeeded: 2, partial: 1, failed: 1 })).toBe(0.25);
  expect(failedShare({ succeeded: 0, partial: 0, failed: 0 })).toBeNull();
});
