import { expect, test } from 'vitest';
import { rateLimit } from './rate-limit.js';

const MINUTE_MS = 60_000;

/** A limit of a process that has not shared its counts yet. */
const limitAlone = (perMinute: number, now: () => number) =>
  rateLimit({ name: 'owner', perMinute, now, tasks: { countCalls: async () => new Map() } });

test('an owner is refused beyond the limit, is told how long, and may go on when the minute is over', () => {
  let now = 1_000;
  const limit = limitAlone(2, () => now);
  limit.count('ann');
  now += 20_500;
  limit.check('ann');
  limit.count('ann');
  const refused = expect.objectContaining({ code: 'rate_limited', values: { seconds: 40 } });
  expect(() => limit.check('ann')).toThrow(refused);
  expect(() => limit.count('ann')).toThrow(refused);
  now = 1_000 + MINUTE_MS - 1;
  expect(() => limit.count('ann')).toThrow(expect.objectContaining({ values: { seconds: 1 } }));
  now += 1;
  expect(() => limit.check('ann')).not.toThrow();
  expect(() => limit.count('ann')).not.toThrow();
});

test("one owner's calls do not count against another, and a minute begins with an owner's own first call", () => {
  let now = 0;
  const limit = limitAlone(1, () => now);
  limit.count('ann');
  now = MINUTE_MS - 1;
  limit.count('ben');
  now = MINUTE_MS;
  limit.count('ann');
  expect(() => limit.count('ben')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
});
