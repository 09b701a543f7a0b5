/**
 * The table that referees and we pass to and fro: every kind of cell, with the values that programs
 * stumble over.
 */
import type { Cell, SheetColumn } from '@longshore/workbook';

export const COLUMNS: readonly SheetColumn[] = [
  { header: 'text' },
  { header: 'number', format: '0.00' },
  { header: 'plain' },
  { header: 'flag' },
  { header: 'date', format: 'yyyy-mm-dd hh:mm:ss' },
  { header: 'often empty' },
];

const TEXTS = [
  'plain',
  '中文 名称',
  '👩‍👩‍👧 é',
  `a & b < c > d "e" 'f' ]]>`,
  ' outer spaces ',
  'two\nlines',
  'a\ttab',
  '=1+1',
  '007',
  '1e5',
  'TRUE',
  'C:\\new\\table',
  'http://example.org/?a=1&b=2',
  '_x0041_',
  '_',
  '\u00a0',
  'x'.repeat(32_767),
];
const NUMBERS = [
  0,
  1,
  -1,
  0.1 + 0.2,
  1 / 3,
  1e-7,
  1e21,
  -123456789.125,
  2 ** 53,
  9.99999999999999e307,
  2.2250738585072014e-308,
];
const DATES = [
  '1900-03-01T00:00:00Z',
  '1999-12-31T23:59:59Z',
  '2024-02-29T12:30:15Z',
  '2026-01-31T00:00:01Z',
  '9999-12-31T23:59:59Z',
].map((text) => new Date(text));
const ROW_COUNT = 2_000;

// the index is within the list
const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

export const ROWS: readonly Cell[][] = Array.from({ length: ROW_COUNT }, (_, i) => [
  i < TEXTS.length ? pick(TEXTS, i) : `${pick(TEXTS.slice(0, -1), i)} ${i % 700}`,
  pick(NUMBERS, i),
  i * 1.25 - 3,
  i % 2 === 0,
  pick(DATES, i),
  i % 3 === 0 ? `end ${i % 50}` : null,
]);

/** All rows with their header, without the empty cells at their ends. */
export const EXPECTED: readonly Cell[][] = [
  COLUMNS.map(({ header }) => header),
  ...ROWS.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1)),
];
