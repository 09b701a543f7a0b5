/**
 * `npm run fuzz -- workbook [cases] [first seed]`: damaged workbooks and text files, until one of
 * them is neither read nor refused; default 100,000. Portions run in processes of their own, so
 * that a hang is seen as well.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fuzzOnce, fuzzTextOnce } from '../../packages/workbook/src/testing/fuzz.js';

const DEFAULT_CASES = 100_000;
const FIRST_SEED = 1_000_000;
const PORTION = 5_000;
/** One case in so many is a text file. */
const TEXT_EVERY = 5;
/** A case takes about a millisecond. */
const PORTION_TIMEOUT_MS = 120_000;

interface Portion {
  readonly ends: Record<string, number>;
  readonly slowest: { readonly seed: number; readonly elapsedMs: number };
  readonly peakMiB: number;
}

const [first = FIRST_SEED, cases = DEFAULT_CASES] = [process.argv[3], process.argv[2]].map(
  (text) => (text === undefined ? undefined : Number(text)),
);
if (process.argv[4] === 'portion') console.log(JSON.stringify(await fuzzPortion(first, cases)));
else report(fuzzAll(first, cases));

async function fuzzPortion(from: number, count: number): Promise<Portion> {
  const ends: Record<string, number> = {};
  let slowest = { seed: from, elapsedMs: 0 };
  for (let seed = from; seed < from + count; seed += 1) {
    const { outcome, elapsedMs } = await (seed % TEXT_EVERY === 0
      ? fuzzTextOnce(seed)
      : fuzzOnce(seed));
    ends[outcome] = (ends[outcome] ?? 0) + 1;
    if (elapsedMs > slowest.elapsedMs) slowest = { seed, elapsedMs };
  }
  return { ends, slowest, peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024) };
}

function fuzzAll(from: number, count: number): Portion[] {
  const portions: Portion[] = [];
  for (let seed = from; seed < from + count; seed += PORTION)
    portions.push(spawnPortion(seed, Math.min(PORTION, from + count - seed)));
  return portions;
}

function spawnPortion(seed: number, count: number): Portion {
  const args = [
    ...process.execArgv,
    fileURLToPath(import.meta.url),
    String(count),
    String(seed),
    'portion',
  ];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: PORTION_TIMEOUT_MS,
  });
  if (status !== 0)
    throw new Error(
      `Seeds ${seed} to ${seed + count - 1}: ${signal === null ? stderr : 'one of them hangs'}`,
    );
  return JSON.parse(stdout) as Portion;
}

function report(portions: readonly Portion[]): void {
  const ends = new Map<string, number>();
  for (const portion of portions)
    for (const [end, count] of Object.entries(portion.ends))
      ends.set(end, (ends.get(end) ?? 0) + count);
  const slowest = portions
    .map((portion) => portion.slowest)
    .reduce((a, b) => (b.elapsedMs > a.elapsedMs ? b : a));
  for (const [end, count] of [...ends].sort((a, b) => b[1] - a[1]))
    console.log(`${end.padEnd(20)} ${count}`);
  console.log(
    `Slowest: seed ${slowest.seed}, ${slowest.elapsedMs.toFixed(0)} ms; peak memory ${Math.max(...portions.map(({ peakMiB }) => peakMiB))} MiB`,
  );
}
