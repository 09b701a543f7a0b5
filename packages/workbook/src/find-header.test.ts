import { expect, test } from 'vitest';
import { findHeader } from './find-header.js';

const isKnown = (text: string) => ['id', 'name', 'price'].includes(text.toLowerCase());

test.each([
  ['in the first row', [['id', 'name']], 0],
  ['below other lines', [['Report of 2026'], ['by', 'name'], ['ID', ' name ', 'Price']], 2],
  [
    'above values that are words of it',
    [
      ['id', 'name'],
      ['name', 'name'],
      [1, null],
    ],
    0,
  ],
  [
    'nowhere',
    [
      ['a', 'b'],
      [1, 2],
    ],
    null,
  ],
  ['in no row', [], null],
  ['too far below', [...Array.from({ length: 50 }, () => ['x']), ['id', 'name']], null],
] as const)('the header stands %s', (_, rows, index) => {
  expect(findHeader(rows, isKnown)).toBe(index);
});
