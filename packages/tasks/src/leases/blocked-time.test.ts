import { expect, it } from 'vitest';
import { blockedTime } from './blocked-time.mjs';

it('counts the time in which the main thread gave no sign', () => {
  const look = blockedTime();
  expect(look(1, 1_000)).toBe(0);
  expect(look(1, 2_000)).toBe(1_000);
  expect(look(1, 3_500)).toBe(2_500);
});

it('begins anew with each sign', () => {
  const look = blockedTime();
  look(1, 0);
  look(1, 2_000);
  expect(look(2, 3_000)).toBe(0);
  expect(look(2, 4_000)).toBe(1_000);
});

it('does not count the time in which the whole process was frozen', () => {
  const look = blockedTime();
  look(1, 0);
  expect(look(1, 600_000)).toBeLessThan(3_000);
});
