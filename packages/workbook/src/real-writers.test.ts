/**
 * One table written by many programs, in their dialects: each file is read equal. What wrote them:
 * testing/files/README.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rowsOf } from './testing/workbook-files.js';
import { WRITER_TABLE } from './testing/writer-table.js';

const folder = new URL('./testing/files/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.xlsx'));

test.each(files)('%s', async (file) => {
  expect(await rowsOf(readFileSync(new URL(file, folder)))).toEqual(WRITER_TABLE);
});

test('there are files to read', () => {
  expect(files.length).toBeGreaterThan(10);
});
