/**
 * One table written by many programs, in their dialects: each file is read equal. What wrote them:
 * testing/files/README.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Cell } from './index.js';
import { rowsOf } from './testing/workbook-files.js';
import { WRITER_TABLE } from './testing/writer-table.js';

const folder = new URL('./testing/files/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.xlsx'));

test.each(files)('%s', async (file) => {
  const expected = file === SHOWS_DAYS ? WRITER_TABLE.map(withDays) : WRITER_TABLE;
  expect(await rowsOf(readFileSync(new URL(file, folder)))).toEqual(expected);
});

/** PyExcelerate shows moments as `yyyy-mm-dd`: a person sees the day, and the day is read. */
const SHOWS_DAYS = 'pyexcelerate.xlsx';
const withDays = (row: readonly Cell[]): Cell[] =>
  row.map((cell) => (cell instanceof Date ? new Date(cell.toISOString().slice(0, 10)) : cell));

test('there are files to read', () => {
  expect(files.length).toBeGreaterThan(10);
});
