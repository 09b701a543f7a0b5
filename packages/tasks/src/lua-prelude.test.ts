import { readdirSync, readFileSync } from 'node:fs';
import { isLive, isRepeatable, PHASES } from '@longshore/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { luaPrelude } from './lua-prelude.js';

let redis: RedisClient;
beforeAll(async () => {
  redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
});
afterAll(() => redis.disconnect());

test.each(PHASES)('the prelude knows what the table of phases says of %s', async (phase) => {
  const ask = `${luaPrelude} return { LIVE[ARGV[1]] and 1 or 0, REPEATABLE[ARGV[1]] and 1 or 0 }`;
  expect(await redis.eval(ask, 0, phase)).toEqual([
    isLive(phase) ? 1 : 0,
    isRepeatable(phase) ? 1 : 0,
  ]);
});

test('its clock is that of Redis, in milliseconds', async () => {
  const [seconds = 0] = (await redis.time()).map(Number);
  const nowMs = Number(await redis.eval(`${luaPrelude} return nowMs()`, 0));
  expect(nowMs).toBeGreaterThanOrEqual(seconds * 1_000);
  expect(nowMs).toBeLessThan(seconds * 1_000 + 60_000);
});

test('no command keeps a copy of the phases or of the clock', () => {
  const folder = new URL('./lua/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const command = readFileSync(new URL(file, folder), 'utf8');
    expect(command, file).not.toMatch(/local (LIVE|REPEATABLE)|'TIME'/);
    expect(command, file).toMatch(/^-- Called by \w+\.\w+/m);
  }
});
