import { AppError } from '@longshore/contract';
import { expect, test } from 'vitest';
import { retryUntil } from './retry-until.js';

/** A write that meets these errors, one a call, and then succeeds. */
function writeAfter(...errors: Error[]) {
  let calls = 0;
  const write = async () => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return 'written';
  };
  return { write, calls: () => calls };
}
const outage = new AppError('store_unavailable');

test('a write is repeated through an outage', async () => {
  const { write, calls } = writeAfter(outage);
  const heard: unknown[] = [];
  const onOutage = (error: unknown) => void heard.push(error);
  const until = performance.now() + 60_000;
  expect(await retryUntil(write, { until, onOutage })).toBe('written');
  expect(calls()).toBe(2);
  expect(heard).toEqual([outage]);
});

test('once its result cannot matter any more, an outage is thrown', async () => {
  const { write, calls } = writeAfter(outage);
  await expect(retryUntil(write, { until: performance.now() - 1 })).rejects.toBe(outage);
  expect(calls()).toBe(1);
});

test.each([new AppError('executor_failed'), new TypeError('a bug')])(
  'an error that is no outage is thrown at once: %s',
  async (error) => {
    const { write, calls } = writeAfter(error);
    await expect(retryUntil(write, { until: performance.now() + 60_000 })).rejects.toBe(error);
    expect(calls()).toBe(1);
  },
);
