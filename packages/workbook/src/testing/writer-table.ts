/**
 * The table in the workbooks of testing/files, each written by another program. See
 * files/README.md.
 */
import type { Cell } from '../index.js';

const TEXTS = [
  'plain',
  '中文 名称',
  '👩‍👩‍👧 é',
  `a & b < c > d "e" 'f' ]]>`,
  ' outer spaces ',
  'two\nlines',
  '007',
  '1e5',
  'TRUE',
  'plain',
];
const NUMBERS = [0, 1, -1, 0.1, 0.25, 1e-7, 1e21, -123456789.125, 42, 99.5];
const NOON = Date.UTC(2024, 1, 29, 12, 30, 15);
const DAY_AND_SECOND_MS = 86_401_000;

/** Header first; rows without the empty cells at their ends. */
export const WRITER_TABLE: readonly Cell[][] = [
  ['text', 'number', 'flag', 'date', 'note'],
  ...TEXTS.map((text, i): Cell[] => {
    const row = [text, NUMBERS[i] ?? 0, i % 2 === 0, new Date(NOON + i * DAY_AND_SECOND_MS)];
    return i % 3 === 0 ? [...row, 'end'] : row;
  }),
];
