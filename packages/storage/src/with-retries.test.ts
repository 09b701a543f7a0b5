/** When a request is made again. */
import { expect, test } from 'vitest';
import { withRetries } from './with-retries.js';

const never = new AbortController().signal;

function failing(times: number): { work: () => Promise<string>; calls: () => number } {
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= times) throw new Error(`fault ${calls}`);
    return 'done';
  };
  return { work, calls: () => calls };
}

test('a fault that passes is not seen', async () => {
  const { work, calls } = failing(2);
  await expect(withRetries(work, { tries: 3, signal: never, canHeal: () => true })).resolves.toBe(
    'done',
  );
  expect(calls()).toBe(3);
});

test('one that stays is thrown after the last try', async () => {
  const { work, calls } = failing(Infinity);
  await expect(withRetries(work, { tries: 3, signal: never, canHeal: () => true })).rejects.toThrow(
    'fault 3',
  );
  expect(calls()).toBe(3);
});

test('one that a repetition cannot heal is thrown at once', async () => {
  const { work, calls } = failing(Infinity);
  await expect(
    withRetries(work, { tries: 3, signal: never, canHeal: () => false }),
  ).rejects.toThrow('fault 1');
  expect(calls()).toBe(1);
});

test('an abort ends the pause, and the fault is thrown', async () => {
  const abort = new AbortController();
  const { work, calls } = failing(Infinity);
  const running = withRetries(work, { tries: 1_000, signal: abort.signal, canHeal: () => true });
  await expect.poll(calls).toBeGreaterThan(1);
  abort.abort();
  await expect(running).rejects.toThrow(/^fault \d+$/);
});
