import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, paceMs } from './poll-pace.js';

const random = fc.double({ min: 0, max: 1, noNaN: true });

test('the pace is never faster than told and at most a tenth slower', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 60_000 }), random, (toldMs, chance) => {
      const ms = paceMs(toldMs, chance);
      expect(ms).toBeGreaterThanOrEqual(toldMs);
      expect(ms).toBeLessThanOrEqual(Math.ceil(toldMs * 1.1));
    }),
  );
});

test('a server that tells nothing sensible is not asked more than once a second', () => {
  expect(paceMs(0, 0)).toBe(1_000);
});

test('errors double the wait up to a minute, and Retry-After is obeyed', () => {
  expect([1, 2, 3, 7, 50].map((failures) => backoffMs(failures, null, 0))).toEqual([
    1_000, 2_000, 4_000, 60_000, 60_000,
  ]);
  expect(backoffMs(1, 30_000, 0)).toBe(30_000);
});
