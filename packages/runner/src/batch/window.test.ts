import type { DayWindow } from '@longshore/executors';
import { expect, test } from 'vitest';
import { opensIn } from './window.js';

const HOUR_MS = 3_600_000;
const window = (from: number, to: number) => ({ fromMs: from * HOUR_MS, toMs: to * HOUR_MS });
const hours = (day: DayWindow, zone: string, now: string) =>
  opensIn(day, zone, Date.parse(now)) / HOUR_MS;

test('a window within a day is open between its times, its end left out', () => {
  const day = window(9, 17);
  expect(hours(day, 'UTC', '2026-03-04T09:00:00Z')).toBe(0);
  expect(hours(day, 'UTC', '2026-03-04T16:59:59Z')).toBe(0);
  expect(hours(day, 'UTC', '2026-03-04T17:00:00Z')).toBe(16);
  expect(hours(day, 'UTC', '2026-03-04T08:30:00Z')).toBe(0.5);
});

test('a window over midnight is open on both sides of it', () => {
  const night = window(22, 6);
  for (const time of ['22:00', '23:59', '00:00', '05:59'])
    expect(hours(night, 'UTC', `2026-03-04T${time}:00Z`)).toBe(0);
  expect(hours(night, 'UTC', '2026-03-04T06:00:00Z')).toBe(16);
});

test('the wall clock is that of the zone, also where a day has 23 or 25 hours', () => {
  expect(hours(window(22, 6), 'Asia/Shanghai', '2026-03-04T14:00:00Z')).toBe(0);
  expect(hours(window(22, 6), 'Asia/Shanghai', '2026-03-04T10:00:00Z')).toBe(4);
  // Berlin skips 02:00 to 03:00 on 29 March, and has it twice on 25 October.
  expect(hours(window(6, 7), 'Europe/Berlin', '2026-03-28T06:00:00Z')).toBe(22);
  expect(hours(window(6, 7), 'Europe/Berlin', '2026-10-24T05:00:00Z')).toBe(24);
  expect(hours(window(2.5, 2.75), 'Europe/Berlin', '2026-10-25T01:15:00Z')).toBe(0.25);
  expect(hours(window(2.5, 2.75), 'Europe/Berlin', '2026-03-29T00:30:00Z')).toBe(1);
});
