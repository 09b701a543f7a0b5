import { createSchedule } from '@longshore/cron';
import { expect, test } from 'vitest';
import { dueTicks } from './due-ticks.js';

const NOON = Date.parse('2026-11-27T12:00:00Z');
const MINUTE = 60_000;
const everyMinute = createSchedule('* * * * *', 'UTC');
const due = (misfire: 'skip' | 'once' | 'all', { after, now }: { after: number; now: number }) => {
  const { ticks, until, next } = dueTicks({
    schedule: everyMinute,
    decidedUntil: NOON + after * MINUTE,
    nowMs: NOON + now * MINUTE,
    misfire,
  });
  const minutes = (ms: number) => (ms - NOON) / MINUTE;
  return {
    ticks: ticks.map(({ tick, isCatchUp, isPassedOver }) => [
      minutes(tick),
      isPassedOver ? 'passed over' : isCatchUp ? 'caught up' : 'on time',
    ]),
    until: minutes(until),
    next: next === null ? null : minutes(next),
  };
};

test('nothing is due before the next tick', () => {
  expect(due('skip', { after: 0, now: 0.9 })).toEqual({ ticks: [], until: 0, next: 1 });
});

test('a tick that is less than a minute late is on time', () => {
  const expected = { ticks: [[1, 'on time']], until: 1, next: 2 };
  for (const misfire of ['skip', 'once', 'all'] as const)
    expect(due(misfire, { after: 0, now: 1.9 })).toEqual(expected);
});

test('missed ticks are passed over, run once, or all run', () => {
  const late = { after: 0, now: 4.5 };
  expect(due('skip', late)).toEqual({
    ticks: [
      [1, 'passed over'],
      [4, 'on time'],
    ],
    until: 4,
    next: 5,
  });
  expect(due('once', late)).toEqual({
    ticks: [
      [1, 'caught up'],
      [4, 'on time'],
    ],
    until: 4,
    next: 5,
  });
  expect(due('all', late)).toEqual({
    ticks: [
      [1, 'caught up'],
      [2, 'caught up'],
      [3, 'caught up'],
      [4, 'on time'],
    ],
    until: 4,
    next: 5,
  });
});

test('workers that ask one after the other find the same ticks', () => {
  for (const now of [4.5, 4.7, 4.99])
    expect(due('once', { after: 0, now }).ticks).toEqual(due('once', { after: 0, now: 4.5 }).ticks);
});

test('after ticks that were passed over none of them is found again', () => {
  const { until } = due('skip', { after: 0, now: 3 + 1 / 3 });
  expect(due('skip', { after: until, now: 3 + 1 / 3 }).ticks).toEqual([]);
});

test('many missed ticks are decided in several rounds, and none is left out', () => {
  const seen: unknown[] = [];
  for (let after = 0; after < 1_200; after = due('all', { after, now: 1_200 }).until)
    seen.push(...due('all', { after, now: 1_200 }).ticks.map(([tick]) => tick));
  expect(seen).toEqual(Array.from({ length: 1_200 }, (_, i) => i + 1));
});
