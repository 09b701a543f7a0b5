import { expect, test } from 'vitest';
import { limitRate } from './rate-limit.js';

const MINUTE_MS = 60_000;

test('an owner is refused beyond the limit, is told how long, and may go on when the minute is over', () => {
  let now = 1_000;
  const count = limitRate(2, () => now);
  count('ann');
  now += 20_500;
  count('ann');
  expect(() => count('ann')).toThrow(
    expect.objectContaining({ code: 'rate_limited', values: { seconds: 40 } }),
  );
  now = 1_000 + MINUTE_MS - 1;
  expect(() => count('ann')).toThrow(expect.objectContaining({ values: { seconds: 1 } }));
  now += 1;
  expect(() => count('ann')).not.toThrow();
});

test("one owner's calls do not count against another, and a minute begins with an owner's own first call", () => {
  let now = 0;
  const count = limitRate(1, () => now);
  count('ann');
  now = MINUTE_MS - 1;
  count('ben');
  now = MINUTE_MS;
  count('ann');
  expect(() => count('ben')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
});
