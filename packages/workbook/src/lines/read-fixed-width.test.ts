import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import { encodeText } from '../testing/encode-text.js';
import { readFixedWidth } from './read-fixed-width.js';

const COLUMNS = [
  { header: 'SKU', first: 1, last: 4 },
  { header: 'Name', first: 6, last: 10 },
  { header: 'Price', first: 11, last: 16 },
];

async function read(bytes: string | Uint8Array, languages: string[] = []) {
  const source = bytesSource(Buffer.from(bytes));
  const { sheets, encoding } = await readFixedWidth(source, { columns: COLUMNS, languages });
  const rows: Cell[][] = [];
  const numbers: number[] = [];
  for await (const batch of sheets[0].rows()) {
    rows.push(...batch.rows);
    numbers.push(...batch.numbers);
  }
  return { header: sheets[0].header, rows, numbers, encoding };
}

test('columns are cut out of each line, without the blanks around their values', async () => {
  expect(await read('A1  xTea   12.50\r\n\r\nB2   Oolon   3\r\nC3\n\x1a')).toEqual({
    header: ['SKU', 'Name', 'Price'],
    rows: [
      ['A1', 'Tea', '12.50'],
      ['B2', 'Oolon', '3'],
      ['C3', null, null],
    ],
    numbers: [1, 3, 4],
    encoding: 'utf-8',
  });
});

test('a full-width character is one character, and so is one of two UTF-16 units', async () => {
  const { rows } = await read('A1   龙井茶　　 12.50\nB2   🍵茶     3.00');
  expect(rows).toEqual([
    ['A1', '龙井茶', '12.50'],
    ['B2', '🍵茶', '3.00'],
  ]);
});

test('text of an old encoding is cut after it is decoded', async () => {
  const names = ['龙井茶', '茉莉花', '铁观音', '大红袍', '碧螺春', '普洱茶', '祁门红', '白牡丹'];
  const lines = names.map((name, i) => `A${i}   ${name}   12.50`).join('\n');
  const { rows, encoding } = await read(encodeText(lines, 'gb18030'), ['zh-CN']);
  expect(encoding).toBe('gb18030');
  expect(rows).toEqual(names.map((name, i) => [`A${i}`, name, '12.50']));
});

test('a line whose columns have moved is told: by a tab, by text behind the end', async () => {
  const lines = ['A1\tTea', 'A1   Tea   12.50 and more'];
  const { rows } = await read(lines.join('\n'));
  expect(rows.map((row) => row.at(-1))).toEqual([
    { problem: 'line_shifted', text: lines[0] },
    { problem: 'line_too_long', text: 'and more' },
  ]);
});

test('lines that were filled up by bytes are told where they hold full-width characters', async () => {
  const filled = ['A1   茶    12.50', 'A2   Tea    3.00', 'A3   龙井   4.00'];
  const { rows } = await read(filled.join('\n').concat('\n'));
  expect(rows.map((row) => row.at(-1))).toEqual([
    { problem: 'line_shifted', text: filled[0] },
    '3.00',
    { problem: 'line_shifted', text: filled[2] },
  ]);
  const cut = await read('A1   茶     3.00\nA2   茶\n');
  expect(cut.rows).toEqual([
    ['A1', '茶', '3.00'],
    ['A2', '茶', null],
  ]);
});
