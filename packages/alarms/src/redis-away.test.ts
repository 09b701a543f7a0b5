import type { Alarm } from '@longshore/contract';
import type { Log } from '@longshore/tasks';
import { expect, test } from 'vitest';
import { openAlarms } from './alarming.js';
import { redisAway } from './redis-away.js';

const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const fault = new Error('no answer within 3000 ms');
/** By Redis TIME; at its last answer. */
const ANSWERED_AT = 1_700_000_000_000;

function aProcess(thresholds: { windowMs: number; partAwayMs: number }) {
  const sent: Alarm[] = [];
  let refusals = 0;
  const send = async (alarm: Alarm) => {
    if (refusals-- > 0) throw new Error('not now');
    sent.push(alarm);
  };
  const alarming = openAlarms({ sinks: [{ name: 'own', send }], thresholds }, log);
  const redis = redisAway({ alarming, onMessage: quiet, log });
  return {
    redis,
    states: () => sent.map(({ state }) => state),
    sent,
    refuseNext: () => {
      refusals = 1;
    },
  };
}

test('one failure, as after a block of the event loop, is no outage', async () => {
  const { redis, states } = aProcess({ windowMs: 0, partAwayMs: 0 });
  await redis.failed(fault);
  await redis.answered(ANSWERED_AT);
  await redis.failed(fault);
  await redis.answered(ANSWERED_AT);
  expect(states()).toEqual([]);
});

test('processes that lost Redis in one window tell it under one id', async () => {
  const fleet = [0, 1].map(() => aProcess({ windowMs: 60_000, partAwayMs: 0 }));
  for (const [i, { redis }] of fleet.entries()) {
    await redis.answered(ANSWERED_AT + i);
    for (let failures = 0; failures < 5; failures++) await redis.failed(fault);
  }
  expect(fleet.map(({ states }) => states())).toEqual([['open'], ['open']]);
  const [first, second] = fleet.map(({ sent }) => sent[0]);
  expect(second?.id).toBe(first?.id);
  expect(first).toMatchObject({
    cause: 'part_away',
    subject: 'redis',
    severity: 'critical',
    details: { reason: fault.message },
  });
});

test('a sink that refuses gets it with the next sign of life', async () => {
  const { redis, states, refuseNext } = aProcess({ windowMs: 0, partAwayMs: 0 });
  await redis.failed(fault);
  refuseNext();
  await redis.failed(fault);
  expect(states()).toEqual([]);
  await redis.failed(fault);
  expect(states()).toEqual(['open']);
  await redis.answered(ANSWERED_AT);
  expect(states()).toEqual(['open', 'resolved']);
});

test('an outage that comes again within the window is the same one', async () => {
  const { redis, states } = aProcess({ windowMs: 3_600_000, partAwayMs: 0 });
  for (let i = 0; i < 3; i++) {
    await redis.failed(fault);
    await redis.failed(fault);
    await redis.answered(ANSWERED_AT);
  }
  expect(states()).toEqual(['open']);
});
