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

test('calls that could not be told are told the next time, unless their minute is over', async () => {
  let now = 0;
  let isAway = true;
  const told: (readonly { caller: string; calls: number }[])[] = [];
  const tasks = {
    countCalls: async (_name: string, calls: readonly { caller: string; calls: number }[]) => {
      if (isAway) throw new Error('Redis is away');
      told.push(calls);
      return new Map();
    },
  };
  const limit = rateLimit({ name: 'owner', perMinute: 10, now: () => now, tasks });
  limit.count('ann');
  // each round fails, not only the first: a round that succeeds says that Redis is back
  for (const _round of [1, 2]) await expect(limit.share()).rejects.toThrow('Redis is away');
  now = MINUTE_MS - 1;
  limit.count('ben');
  now = MINUTE_MS;
  isAway = false;
  await limit.share();
  await limit.share();
  expect(told).toEqual([[expect.objectContaining({ caller: 'ben', calls: 1 })]]);
});
