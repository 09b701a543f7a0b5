import { expect, test } from 'vitest';
import { createRateMeter } from './rate-meter.js';

function meterAt() {
  let now = 0;
  const meter = createRateMeter(() => now);
  return (at: number, done: number, total: number | null = 1_000) => {
    now = at;
    return meter.measure({ total, succeeded: done, failed: 0 });
  };
}

test('the first measurement knows no rate', () => {
  expect(meterAt()(0, 0)).toEqual({ rowsPerSecond: null, etaMs: null });
});

test('rows already done by an earlier attempt do not count as speed', () => {
  const measure = meterAt();
  measure(0, 500);
  expect(measure(1_000, 600)).toEqual({ rowsPerSecond: 100, etaMs: 4_000 });
});

test('without a total there is a rate but no time left; a stalled run has no time left either', () => {
  const measure = meterAt();
  measure(0, 0, null);
  expect(measure(500, 50, null)).toEqual({ rowsPerSecond: 100, etaMs: null });
  const stalled = meterAt();
  stalled(0, 10);
  expect(stalled(1_000, 10)).toEqual({ rowsPerSecond: 0, etaMs: null });
});

test('only the last ten seconds count', () => {
  const measure = meterAt();
  for (let second = 0; second <= 20; second++) measure(second * 1_000, second * 10);
  for (let second = 21; second <= 40; second++) measure(second * 1_000, 200 + (second - 20) * 30);
  expect(measure(41_000, 830).rowsPerSecond).toBe(30);
});

test('a finished run has nothing left', () => {
  const measure = meterAt();
  measure(0, 0);
  expect(measure(1_000, 1_000).etaMs).toBe(0);
});
