/** Promises of a schedule at the changes of the clocks, and against a plain search by minutes. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CronError, createSchedule } from './schedule.js';
import { wallClock } from './wall-clock.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const ODD_ZONES = [
  'America/New_York',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'Atlantic/Azores',
  'America/Havana',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Asia/Kathmandu',
];

function nexts(expression: string, zone: string, from: string, times: number): string[] {
  const schedule = createSchedule(expression, zone);
  const instants: string[] = [];
  let at: number | null = Date.parse(from);
  while (at !== null && instants.length < times) {
    at = schedule.next(at);
    if (at !== null) instants.push(new Date(at).toISOString().slice(0, 16));
  }
  return instants;
}

describe('a time that the zone skips', () => {
  test.each([
    [
      '30 2 * * *',
      'America/New_York',
      '2026-03-08T05:00Z',
      ['2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      '0,30 2 * * *',
      'America/New_York',
      '2026-03-08T05:00Z',
      ['2026-03-08T07:00', '2026-03-09T06:00'],
    ],
    ['0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', ['2026-04-23T22:00', '2026-04-24T21:00']],
    ['0 0 24 4 *', 'Africa/Cairo', '2026-04-10T00:00Z', ['2026-04-23T22:00', '2027-04-23T22:00']],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      '0 */2 * * *',
      'America/New_York',
      '2026-03-08T04:59Z',
      ['2026-03-08T05:00', '2026-03-08T07:00'],
    ],
  ])('%s in %s is due once, at the end of the gap', (expression, zone, from, expected) => {
    expect(nexts(expression, zone, from, 2)).toEqual(expected);
  });
});

describe('a time that occurs twice', () => {
  test.each([
    [
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T04:00Z',
      ['2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      '0,30 1 * * *',
      'America/New_York',
      '2026-11-01T05:15Z',
      ['2026-11-01T05:30', '2026-11-02T06:00'],
    ],
    ['0 0 * * *', 'America/Havana', '2026-10-31T12:00Z', ['2026-11-01T04:00', '2026-11-02T05:00']],
    [
      '0 */2 * * *',
      'America/New_York',
      '2026-11-01T03:59Z',
      ['2026-11-01T04:00', '2026-11-01T07:00'],
    ],
  ])('%s in %s is due at its first', (expression, zone, from, expected) => {
    expect(nexts(expression, zone, from, 2)).toEqual(expected);
  });
});

describe('every hour', () => {
  const gapsMinutes = (expression: string, zone: string, from: string): number[] => {
    const instants = nexts(expression, zone, from, 12).map((text) => Date.parse(`${text}Z`));
    const gaps = instants.slice(1).map((at, i) => (at - (instants[i] ?? 0)) / MINUTE_MS);
    return [...new Set(gaps)];
  };
  test.each([
    ['*/15 * * * *', 'America/New_York', '2026-03-08T05:59Z', 15],
    ['*/15 * * * *', 'America/New_York', '2026-11-01T04:59Z', 15],
    ['30 * * * *', 'America/New_York', '2026-03-08T02:59Z', 60],
    ['30 * * * *', 'America/New_York', '2026-11-01T02:59Z', 60],
    ['*/15 * * * *', 'Australia/Lord_Howe', '2026-10-03T14:29Z', 15],
    ['*/15 0-23 * * *', 'Australia/Lord_Howe', '2026-04-04T13:29Z', 15],
  ])('%s in %s follows real time', (expression, zone, from, minutes) => {
    expect(gapsMinutes(expression, zone, from)).toEqual([minutes]);
  });

  it('is quick by the second, also in the hour that occurs twice', () => {
    const everySecond = createSchedule('* * * * * *', 'Europe/Berlin');
    const from = Date.parse('2026-10-25T00:59:59.300Z');
    expect(everySecond.next(from)).toBe(Date.parse('2026-10-25T01:00:00Z'));
  });
});

describe('an expression', () => {
  test.each([
    ['0 0 L * *', '2026-02-01T00:00Z', ['2026-02-28T00:00', '2026-03-31T00:00']],
    ['0 0 1W * *', '2026-07-30T00:00Z', ['2026-08-03T00:00', '2026-09-01T00:00']],
    ['0 0 * * 5#3', '2026-11-01T00:00Z', ['2026-11-20T00:00', '2026-12-18T00:00']],
    ['0 0 * * FRI#L', '2026-11-01T00:00Z', ['2026-11-27T00:00', '2026-12-25T00:00']],
    ['0 0 29 2 *', '2026-11-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
    // day of month and weekday together: either
    ['0 0 13 * 5', '2026-11-11T00:00Z', ['2026-11-13T00:00', '2026-11-20T00:00']],
    ['0 0 ? * MON', '2026-11-11T00:00Z', ['2026-11-16T00:00', '2026-11-23T00:00']],
  ])('%s', (expression, from, expected) => {
    expect(nexts(expression, 'UTC', from, 2)).toEqual(expected);
  });

  it('may have a field for seconds', () => {
    const schedule = createSchedule('*/10 * * * * *', 'Asia/Shanghai');
    const from = Date.parse('2026-11-27T12:00:05Z');
    expect(schedule.next(from)).toBe(from + 5_000);
  });

  test.each([
    ['0 0 31 2 *', 'UTC', 'is never due'],
    ['0 0 * *', 'UTC', 'has 4 fields'],
    ['0 0 0 1 1 * 2026', 'UTC', 'has 7 fields'],
    ['@daily', 'UTC', 'has 1 fields'],
    ['61 0 * * *', 'UTC', 'is no cron expression'],
    ['0 0 * * *', 'Mars/Base', 'no time zone "Mars/Base"'],
  ])('%s in %s is refused: %s', (expression, zone, reason) => {
    expect(() => createSchedule(expression, zone)).toThrow(CronError);
    expect(() => createSchedule(expression, zone)).toThrow(reason);
  });
});

describe('a daily time is due exactly once on each local day of two years', () => {
  const DAILY = ['0 0', '30 0', '15 2', '30 23'];
  test.each(ODD_ZONES)('%s', (zone) => {
    const { wallAt } = wallClock(zone);
    for (const time of DAILY) {
      const schedule = createSchedule(`${time} * * *`, zone);
      const days: string[] = [];
      for (
        let at = schedule.next(Date.parse('2026-01-01T12:00Z'));
        at !== null && at < Date.parse('2027-12-31T00:00Z');
        at = schedule.next(at)
      )
        days.push(new Date(wallAt(at)).toISOString().slice(0, 10));
      expect(days, `${time} in ${zone}`).toEqual(daysFrom(days[0] ?? '', days.length));
      expect(days.length).toBeGreaterThan(725);
    }
  });

  const daysFrom = (first: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) =>
      new Date(Date.parse(first) + i * 24 * HOUR_MS).toISOString().slice(0, 10),
    );
});

test('any time of any zone is due when a search by minutes finds it', () => {
  const field = (below: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 2, max: 7 }).map((step) => `*/${step}`),
      fc.uniqueArray(fc.nat(below), { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    );
  fc.assert(
    fc.property(
      fc.constantFrom(...ODD_ZONES),
      field(59),
      field(23),
      fc
        .constantFrom(3, 4, 9, 10, 11)
        .chain((month) =>
          fc.record({ month: fc.constant(month), day: fc.integer({ min: 1, max: 30 }) }),
        ),
      (zone, minute, hour, { month, day }) => {
        const from = Date.UTC(2026, month - 1, day) - MINUTE_MS;
        const until = from + 36 * HOUR_MS;
        const schedule = createSchedule(`${minute} ${hour} * * *`, zone);
        const found: number[] = [];
        for (let at = schedule.next(from); at !== null && at <= until; at = schedule.next(at))
          found.push(at);
        expect(found).toEqual(searched({ zone, minute, hour, from, until }));
      },
    ),
    { numRuns: 25 },
  );
});

interface Search {
  readonly zone: string;
  readonly minute: string;
  readonly hour: string;
  readonly from: number;
  readonly until: number;
}

/** Walks through time minute by minute and compares what the clocks show. */
function searched({ zone, minute, hour, from, until }: Search): number[] {
  const { wallAt } = wallClock(zone);
  const fits = (text: string, value: number) =>
    text === '*' ||
    (text.startsWith('*/')
      ? value % Number(text.slice(2)) === 0
      : text.split(',').includes(String(value)));
  const matches = (wall: number) =>
    fits(minute, new Date(wall).getUTCMinutes()) && fits(hour, new Date(wall).getUTCHours());
  const due = new Set<number>();
  let newest = wallAt(from - 4 * HOUR_MS);
  for (let at = from - 4 * HOUR_MS + MINUTE_MS; at <= until; at += MINUTE_MS) {
    const wall = wallAt(at);
    if (hour === '*') {
      if (matches(wall)) due.add(at);
      continue;
    }
    for (let shown = newest + MINUTE_MS; shown <= wall; shown += MINUTE_MS)
      if (matches(shown)) due.add(at);
    newest = Math.max(newest, wall);
  }
  return [...due].filter((at) => at > from);
}
