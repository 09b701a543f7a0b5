/** A short form of test/fuzz/workbook.ts, which goes on for as long as it is told. */
import { expect, test } from 'vitest';
import { fuzzOnce, fuzzTextOnce } from './testing/fuzz.js';

/** Seeds that once found something stay here. */
const KEPT_SEEDS: readonly number[] = [];
const SHORT_RUN = 2_000;
/** One small file; generous, since other work shares the machine. */
const PATIENCE_MS = 5_000;

test('2,000 damaged workbooks are read or refused, never worse', async () => {
  const outcomes = new Set<string>();
  for (const seed of [...KEPT_SEEDS, ...Array(SHORT_RUN).keys()]) {
    const { outcome, elapsedMs } = await fuzzOnce(seed);
    outcomes.add(outcome);
    expect(elapsedMs, `seed ${seed}`).toBeLessThan(PATIENCE_MS);
  }
  expect(outcomes.size).toBeGreaterThan(8);
}, 120_000);

test('2,000 damaged text files are read or refused, never worse', async () => {
  const outcomes = new Set<string>();
  for (const seed of Array(SHORT_RUN).keys()) {
    const { outcome, elapsedMs } = await fuzzTextOnce(seed);
    outcomes.add(outcome);
    expect(elapsedMs, `seed ${seed}`).toBeLessThan(PATIENCE_MS);
  }
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['read', 'bad_quote', 'bad_encoding', 'not_a_workbook']),
  );
}, 120_000);
