/** What writeXlsx writes, readXlsx reads back equal. */
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesSource,
  type Cell,
  readXlsx,
  type SheetColumn,
  type SheetToWrite,
  type WriteXlsxOptions,
  writeXlsx,
} from './index.js';
import { DAY_MS } from './serial-date.js';

const columns = (count: number): SheetColumn[] =>
  Array.from({ length: count }, (_, i) => ({ header: `c${i}` }));

async function roundTrip(
  sheets: readonly SheetToWrite[],
  options?: WriteXlsxOptions,
): Promise<{ name: string; rows: Cell[][]; numbers: number[] }[]> {
  const book = await readXlsx(bytesSource(await buffer(writeXlsx(sheets, options))));
  const read = [];
  for (const sheet of book.sheets) {
    const rows: Cell[][] = [];
    const numbers: number[] = [];
    for await (const batch of sheet.rows()) {
      rows.push(...batch.rows);
      numbers.push(...batch.numbers);
    }
    read.push({ name: sheet.name, rows, numbers });
  }
  return read;
}

test('text of any script, numbers, booleans, dates, errors and blanks come back equal', async () => {
  const rows: Cell[][] = [
    ['plain', '中文 名称', 'é ü ß', '👩‍👩‍👧 emoji', 'a & b < c > d "e" \'f\''],
    [' outer spaces ', 'tab\there', 'line\nbreak', 'carriage\rreturn\r\n', '\n'],
    ['_x0041_', '_x005F_', '_', 'nul\u0000', '\ufffe\uffff\u001f'],
    ['\ud800', 'a\udc00b', '=1+1', '007', '1e5'],
    [0, 1, -1, 42.5, 0.1],
    [0.3, 1e21, -1e-7, 2 ** 53 - 1, 123_456_789.12],
    [true, false, null, { error: '#N/A' }, { error: '#DIV/0!' }],
    [
      new Date('2024-02-29T12:34:56.789Z'),
      new Date('1900-01-01'),
      new Date('1900-03-01'),
      new Date('9999-12-31T23:59:59.999Z'),
      'x',
    ],
  ];
  const [sheet] = await roundTrip([{ name: 'All', columns: columns(5), rows: [rows] }]);
  expect(sheet?.rows.slice(1)).toEqual(rows);
  expect(sheet?.rows[0]).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
  expect(sheet?.numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom('_', 'x', '0', 'A', 'F', '\r', '\n', ' ', '&', '<'),
    minLength: 1,
  }),
  fc
    .double({ noNaN: true, min: -1e308, max: 1e308 })
    .map((value) => Number(value.toPrecision(15)) + 0),
  fc.integer().map((value) => value / 100),
  fc.boolean(),
  fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  fc.constant(null),
);

test('random sheets come back equal, whatever the format of their columns', async () => {
  const anyFormat = fc.constantFrom<SheetColumn>(
    { header: 'a' },
    { header: 'b', format: '0.00' },
    { header: 'c', format: 'yyyy-mm-dd' },
    { header: 'd', format: '@' },
  );
  const anySheet = fc.record({
    columns: fc.array(anyFormat, { minLength: 1, maxLength: 5 }),
    rows: fc.array(fc.array(anyCell, { maxLength: 8 }), { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(anySheet, async (sheet) => {
      const [read] = await roundTrip([{ name: 'S', columns: sheet.columns, rows: [sheet.rows] }]);
      const rows = sheet.rows.map((row) => row.map((cell, i) => asRead(cell, sheet.columns[i])));
      expect(read?.rows.slice(1)).toEqual(rows.map(trimmed).filter((row) => row.length > 0));
    }),
    { numRuns: 100 },
  );
});

/** In a column that shows days, a moment less than a minute from midnight reads as midnight. */
function asRead(cell: Cell, column?: SheetColumn): Cell {
  if (!(cell instanceof Date) || column?.format !== 'yyyy-mm-dd') return cell;
  const midnight = Math.round(cell.getTime() / DAY_MS) * DAY_MS;
  return Math.abs(cell.getTime() - midnight) < 60_000 ? new Date(midnight) : cell;
}

function trimmed(row: readonly Cell[]): Cell[] {
  return row.slice(0, row.findLastIndex((cell) => cell !== null) + 1);
}

test('blank rows keep their number free', async () => {
  const [sheet] = await roundTrip([
    { name: 'S', columns: columns(2), rows: [[['a'], [null, null], [null, ''], [null, 'b']]] },
  ]);
  expect(sheet?.rows).toEqual([['c0', 'c1'], ['a'], [null, 'b']]);
  expect(sheet?.numbers).toEqual([1, 2, 5]);
});

test('several sheets keep their order, and impossible names are made possible', async () => {
  const names = ['A/B:C', 'a_b_c', '', "'quoted'", '订单'.repeat(20), 'History'];
  const sheets = await roundTrip(
    names.map((name) => ({ name, columns: columns(1), rows: [[[name]]] })),
  );
  expect(sheets.map(({ name }) => name)).toEqual([
    'A_B_C',
    'a_b_c (2)',
    'Sheet',
    'quoted',
    `${'订单'.repeat(15)}订`,
    'History (2)',
  ]);
  expect(sheets.map(({ rows }) => rows[1]?.[0] ?? '')).toEqual(names);
});

test('a row of 16,384 long texts is written in pieces and read back', async () => {
  const row = Array.from({ length: 16_384 }, (_, i) => `${i} ${'名'.repeat(100)}`);
  const [sheet] = await roundTrip([{ name: 'wide', columns: [], rows: [[row, row]] }]);
  expect(sheet?.rows).toEqual([row, row]);
});

test('dates are shown in the zone of their column', async () => {
  const noon = new Date('2026-07-01T12:00:00Z');
  const zoned = [
    { header: 'utc' },
    { header: 'sh', zone: 'Asia/Shanghai' },
    { header: 'ny', zone: 'America/New_York' },
  ];
  const [sheet] = await roundTrip([
    { name: 'zones', columns: zoned, rows: [[[noon, noon, noon]]] },
  ]);
  expect(sheet?.rows[1]).toEqual([
    noon,
    new Date('2026-07-01T20:00:00Z'),
    new Date('2026-07-01T08:00:00Z'),
  ]);
});
