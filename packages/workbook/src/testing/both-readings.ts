/**
 * The same sheet by runs in WebAssembly and token by token: batches, notices and errors must be the
 * same. Used by tests and by test/fuzz/reader.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_LIMITS, type ReadLimits } from '../limits.js';
import { SHOWN } from '../number-format.js';
import type { RowBatch } from '../pending-rows.js';
import { CellRuns } from '../read/cell-runs.js';
import { SharedStringsReader } from '../read/shared-strings.js';
import { SheetParser, type SheetParserOptions } from '../read/sheet-parser.js';
import { StringTable } from '../read/string-table.js';
import { WorkbookError } from '../workbook-error.js';
import { type Random, randomOf } from './mutate.js';
import { randomSheet, randomStrings } from './random-sheet.js';

/** How a sheet is read, beside its runs. */
type ReadingOptions = Omit<SheetParserOptions, 'runs'>;

interface Reading {
  readonly batches: readonly RowBatch[];
  readonly hiddenRows: number;
  readonly merged: readonly [count: number, first: string | null];
  /** What refused the sheet; null when it was read to its end. */
  readonly error: Pick<WorkbookError, 'code' | 'message' | 'place'> | null;
}

/** One reading, and how many rows and cells were found by runs. */
export interface BothReadings {
  readonly byRuns: Reading;
  readonly byTokens: Reading;
  readonly found: number;
}

/** Reads the sheet both ways, in pieces of these sizes, taken in turn. */
function bothReadings(
  sheet: Buffer,
  pieces: readonly number[],
  options: ReadingOptions,
): BothReadings {
  const runs = CellRuns.take(options.limits);
  try {
    const byRuns = reading(sheet, pieces, { ...options, runs });
    const byTokens = reading(sheet, pieces, { ...options, runs: null });
    return { byRuns, byTokens, found: runs?.total ?? 0 };
  } finally {
    runs?.giveBack();
  }
}

function reading(sheet: Buffer, pieces: readonly number[], options: SheetParserOptions): Reading {
  const parser = new SheetParser(options);
  const batches: RowBatch[] = [];
  let error: Reading['error'] = null;
  try {
    for (const piece of inPieces(sheet, pieces)) {
      parser.feed(piece);
      while (parser.parse()) batches.push(...parser.pending.batches());
    }
    parser.finish();
    batches.push(...parser.pending.batches());
  } catch (cause) {
    error = described(cause);
  }
  const { count, first } = parser.merged;
  return { batches, hiddenRows: parser.hiddenRows, merged: [count, first], error };
}

/** Compares both ways on a random sheet; throws, naming the seed, when they differ. */
export function compareReadings(seed: number): BothReadings {
  const random = randomOf(seed + 0x5eed);
  const sheet = randomSheet(seed);
  const pieces = piecesOf(random, sheet.length);
  const readings = bothReadings(sheet, pieces, randomOptions(random));
  const { byRuns, byTokens } = readings;
  if (isDeepStrictEqual(byRuns, byTokens)) return readings;
  throw new Error(`Seed ${seed}: ${difference(byRuns, byTokens)}`);
}

function difference(byRuns: Reading, byTokens: Reading): string {
  const [runs, tokens] = [byRuns, byTokens].map((way) => JSON.stringify(way));
  const at = [...(runs ?? '')].findIndex((character, i) => character !== tokens?.[i]);
  const near = (text = ''): string => text.slice(Math.max(0, at - 100), at + 200);
  return `by runs ${near(runs)}; token by token ${near(tokens)}`;
}

/** The same with the shared strings of a random part. */
export function compareStrings(seed: number): number {
  const random = randomOf(seed + 0x5e7);
  const part = randomStrings(seed);
  const pieces = piecesOf(random, part.length);
  const limits = stringLimits(random);
  const runs = CellRuns.take(limits);
  try {
    const [byRuns, byTokens] = [runs, null].map((way) => stringsOf(part, pieces, limits, way));
    if (!isDeepStrictEqual(byRuns, byTokens))
      throw new Error(`Seed ${seed}: ${JSON.stringify([byRuns, byTokens]).slice(0, 4_000)}`);
    return runs?.total ?? 0;
  } finally {
    runs?.giveBack();
  }
}

function stringsOf(
  part: Buffer,
  pieces: readonly number[],
  limits: ReadLimits,
  runs: CellRuns | null,
): unknown {
  const reader = new SharedStringsReader('The list', limits, runs);
  try {
    for (const piece of inPieces(part, pieces)) reader.feed(piece);
    const table = reader.finish();
    return Array.from({ length: table.count + 1 }, (_, i) => table.get(i));
  } catch (error) {
    return described(error);
  }
}

function* inPieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let piece = 0;
  for (let at = 0; at < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function described(error: unknown): NonNullable<Reading['error']> {
  if (!(error instanceof WorkbookError)) throw error;
  const { code, message, place } = error;
  return { code, message, place };
}

const stringLimits = (random: Random): ReadLimits => ({
  ...DEFAULT_LIMITS,
  ...(random(5) === 0 && { maxStrings: 1 + random(40) }),
  ...(random(5) === 0 && { maxStringsBytes: 1 + random(2_000) }),
  ...(random(5) === 0 && { maxCellBytes: 1 + random(300) }),
});

const piecesOf = (random: Random, length: number): readonly number[] =>
  random(2) === 0
    ? [length]
    : Array.from({ length: 1 + random(5) }, () => 1 + random(random(2) === 0 ? 40 : 4_000));

function randomOptions(random: Random): ReadingOptions {
  const isCheck = random(4) === 0;
  const some = (): ReadonlySet<number> => new Set([random(4), random(12)]);
  return {
    sheet: 'S',
    batchRows: random(3) === 0 ? 1 + random(5) : 1_000,
    strings: strings(),
    styles: {
      shown: Uint8Array.of(SHOWN.number, SHOWN.moment, SHOWN.day, SHOWN.time),
      formats: ['General', 'yyyy-mm-dd hh:mm', 'yyyy-mm-dd', 'hh:mm'],
    },
    date1904: random(9) === 0,
    timeZone: random(4) === 0 ? 'Asia/Shanghai' : 'UTC',
    textColumns: random(4) === 0 ? some() : new Set(),
    columnsRead: isCheck ? some() : null,
    textsRead: isCheck ? some() : new Set(),
    limits: randomLimits(random),
  };
}

function strings(): StringTable {
  const table = new StringTable();
  for (const text of ['one', '二', '', 'x'.repeat(300)]) {
    const bytes = Buffer.from(text);
    table.append(bytes, 0, bytes.length);
    table.end();
  }
  return table;
}

/** Mostly the usual ones; now and then one that a sheet may pass. */
function randomLimits(random: Random): ReadLimits {
  const limits = { ...DEFAULT_LIMITS };
  if (random(6) > 0) return limits;
  const tight: readonly Partial<ReadLimits>[] = [
    { maxRowBytes: 1 + random(1_500) },
    { maxCells: 1 + random(300) },
    { maxCellBytes: 1 + random(200) },
    { maxDepth: 2 + random(8) },
  ];
  return { ...limits, ...tight[random(tight.length)] };
}
