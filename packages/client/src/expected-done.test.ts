import { expect, test } from 'vitest';
import { expectedDone } from './expected-done.js';

const progress = { done: 1_000, total: 10_000, rowsPerSecond: 500, etaMs: 18_000 };

test.each([
  ['the answer is new', progress, 0, 1_000],
  ['it is two seconds old', progress, 2_000, 2_000],
  ['its clock was set back', progress, -5_000, 1_000],
  ['no answer came for long', progress, 60_000, 6_000],
  ['the end is near', { ...progress, done: 9_800 }, 10_000, 9_900],
  ['the end is nearer than the bar may go', { ...progress, done: 9_990 }, 10_000, 9_990],
  ['the rate is not known', { ...progress, rowsPerSecond: null }, 5_000, 1_000],
  ['the total is not known', { ...progress, total: null }, 5_000, 1_000],
])('%s', (_when, given, sinceMs, expected) => {
  expect(expectedDone(given, sinceMs)).toBe(expected);
});
