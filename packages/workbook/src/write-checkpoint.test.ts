/** A file that another writer finished from any checkpoint has the bytes of an undisturbed one. */
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CheckpointOptions,
  type Notice,
  type PlacedRows,
  type SheetColumn,
  type WriteCell,
  type WriteCheckpoint,
  writeCsv,
  writeXlsx,
} from './index.js';
import { rowsOf } from './testing/workbook-files.js';

type Row = readonly WriteCell[];
type Write = (
  table: PlacedRows & { readonly rows: Iterable<Row[]> },
  options: CheckpointOptions & { readonly onNotice?: (notice: Notice) => void },
) => Readable;

const columns: readonly SheetColumn[] = [
  { header: 'text', headerNote: 'a note', width: 20 },
  { header: 'at', format: 'yyyy-mm-dd hh:mm:ss' },
  { header: 'n', format: '#,##0.00' },
];
const FORMATS: Readonly<Record<'xlsx' | 'csv', Write>> = {
  xlsx: (table, options) =>
    writeXlsx([{ name: 'S', columns, ...table }], { ...options, timeZone: 'Asia/Shanghai' }),
  csv: (table, options) => writeCsv({ columns, ...table }, { ...options, timeZone: 'UTC' }),
};

/** Batches from the one with this number on; a batch's place is the number of the next one. */
function tableFrom(batches: readonly Row[][], first: number) {
  let used = first;
  function* rows(): Generator<Row[]> {
    for (const batch of batches.slice(first)) {
      used += 1;
      yield batch;
    }
  }
  return { rows: rows(), place: () => used };
}

/** Some rows are wide, some texts are too long, and some are random, which hardly gets smaller. */
const anyCell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 3_000 }).map((n) => 'word & '.repeat(n)) },
  { weight: 2, arbitrary: fc.string({ maxLength: 300, unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(40_000)) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true, min: new Date('1890-01-01') }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constant(null) },
);
const anyBatches = fc.array(
  fc.array(fc.array(anyCell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  { minLength: 20, maxLength: 40 },
);

/** The batches over and over, until they are so large. */
function repeated(batches: readonly Row[][], characters: number): readonly Row[][] {
  const cells = batches.flat(2).map((cell) => (typeof cell === 'string' ? cell.length : 0));
  const once = cells.reduce((sum, length) => sum + Math.min(length, 32_767), 1);
  return Array.from({ length: Math.ceil(characters / once) }, () => batches).flat();
}

const MIB = 1024 ** 2;

describe.each([
  ['xlsx', 10 * MIB],
  ['csv', MIB],
] as const)('%s', (format, characters) => {
  const write = FORMATS[format];

  test('is finished from each checkpoint to the same bytes', { timeout: 60_000 }, async () => {
    let told = 0;
    const property = fc.asyncProperty(anyBatches, async (some) => {
      const batches = repeated(some, characters);
      const whole = await written(write, tableFrom(batches, 0));
      // An undisturbed file does not depend on whether somebody listens.
      expect((await buffer(write(tableFrom(batches, 0), {}))).equals(whole.bytes)).toBe(true);
      const few = format === 'csv' ? whole.checkpoints.slice(0, 3) : whole.checkpoints;
      for (const checkpoint of few) {
        const kept = JSON.parse(JSON.stringify(checkpoint)) as WriteCheckpoint;
        const rest = await written(write, tableFrom(batches, Number(kept.place)), kept);
        const joined = Buffer.concat([whole.bytes.subarray(0, kept.sizeBytes), rest.bytes]);
        expect(joined.equals(whole.bytes)).toBe(true);
        expect(rest.notices).toEqual(whole.notices);
        const later = whole.checkpoints.filter(({ sizeBytes }) => sizeBytes > kept.sizeBytes);
        expect(rest.checkpoints).toEqual(later);
      }
      told += whole.checkpoints.length;
    });
    await fc.assert(property, { numRuns: 3 });
    expect(told).toBeGreaterThan(5);
  });
});

test('a workbook goes on in its second sheet', { timeout: 120_000 }, async () => {
  const batch = Array.from({ length: 50_000 }, (): Row => ['x', null, null, 'wide']);
  const batches = Array.from({ length: 24 }, () => batch);
  const whole = await written(FORMATS.xlsx, tableFrom(batches, 0));
  const last = whole.checkpoints.at(-1) as WriteCheckpoint;
  expect(last.place).toBeGreaterThan(21);
  const rest = await written(FORMATS.xlsx, tableFrom(batches, Number(last.place)), last);
  const joined = Buffer.concat([whole.bytes.subarray(0, last.sizeBytes), rest.bytes]);
  expect(joined.equals(whole.bytes)).toBe(true);
});

test('checkpoints cost less than a hundredth of a workbook, and it is whole', async () => {
  const rows = Array.from(
    { length: 5_000 },
    (_, i): Row => [
      `Order ${i} of customer ${(i * 7_919) % 1_000}, remark & more`,
      new Date(Date.UTC(2026, 0, 1) + i * 61_000),
      (i * 37) / 100,
    ],
  );
  const batches = Array.from({ length: 40 }, () => rows);
  const whole = await written(FORMATS.xlsx, tableFrom(batches, 0));
  expect(whole.checkpoints.length).toBeGreaterThan(3);
  const { rows: plain } = tableFrom(batches, 0);
  const without = await buffer(FORMATS.xlsx({ rows: plain }, {}));
  expect(whole.bytes.length / without.length).toBeLessThan(1.01);
  expect((await rowsOf(whole.bytes)).length).toBe(1 + 40 * rows.length);
});

test('there is no checkpoint behind a link, whose list waits for the end of the sheet', async () => {
  const link = { text: 'site', link: 'https://example.com' };
  const rows = Array.from({ length: 500 }, (): Row => [link, null, null, 'x'.repeat(30_000)]);
  const whole = await written(FORMATS.xlsx, tableFrom([rows, rows], 0));
  expect(whole.checkpoints).toEqual([]);
});

test('a workbook that could not be gone on with is refused', () => {
  const sheet = { name: 'S', columns, rows: [], place: () => 1 };
  expect(() => writeXlsx([sheet, sheet])).toThrow('one sheet');
  const choices = [{ header: 'state', choices: ['on', 'off'] }];
  expect(() => writeXlsx([{ ...sheet, columns: choices }])).toThrow('drop-downs');
});

async function written(
  write: Write,
  table: PlacedRows & { readonly rows: Iterable<Row[]> },
  from?: WriteCheckpoint,
) {
  const checkpoints: WriteCheckpoint[] = [];
  const notices: Notice[] = [];
  const stream = write(table, {
    from,
    onCheckpoint: (checkpoint) => checkpoints.push(JSON.parse(JSON.stringify(checkpoint))),
    onNotice: (notice) => notices.push(notice),
  });
  return { bytes: await buffer(stream), checkpoints, notices };
}
