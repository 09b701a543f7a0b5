import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zoneOffset } from './write/zone-offset.js';
import { zoneInstant } from './zone-instant.js';

const utc = (text: string): number => Date.parse(`${text}Z`);

test.each([
  ['Asia/Shanghai', '2024-02-29T12:00:00', '2024-02-29T04:00:00'],
  ['Asia/Kathmandu', '2024-02-29T12:00:00', '2024-02-29T06:15:00'],
  ['Australia/Lord_Howe', '2024-01-15T12:00:00', '2024-01-15T01:00:00'],
  ['Australia/Lord_Howe', '2024-07-15T12:00:00', '2024-07-15T01:30:00'],
  ['America/New_York', '2024-03-10T01:59:59', '2024-03-10T06:59:59'],
  ['America/New_York', '2024-03-10T02:30:00', '2024-03-10T07:30:00'],
  ['America/New_York', '2024-03-10T03:00:00', '2024-03-10T07:00:00'],
  ['America/New_York', '2024-11-03T01:30:00', '2024-11-03T05:30:00'],
  ['America/New_York', '2024-11-03T02:00:00', '2024-11-03T07:00:00'],
  ['America/New_York', '2024-11-03T00:59:59', '2024-11-03T04:59:59'],
])('in %s %s is %s UTC', (zone, wall, instant) => {
  expect(new Date(zoneInstant(zone)(utc(wall)))).toEqual(new Date(utc(instant)));
});

test('an instant comes back from its wall clock, but for the second of two equal hours', () => {
  const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe');
  const instants = fc.date({
    min: new Date('1970-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const offset = zoneOffset(zone);
      const ms = instant.getTime();
      const back = zoneInstant(zone)(ms + offset(ms));
      expect(back + offset(back)).toBe(ms + offset(ms));
      expect(back).toBeLessThanOrEqual(ms);
    }),
  );
});
