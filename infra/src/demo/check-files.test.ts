/** The demo believes no file: a missing, doubled or altered row is found. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TypeInfo } from '@longshore/contract';
import { type Cell, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOrders, countErrorRows } from './check-files.js';

const column = (key: string) => ({
  key,
  header: key,
  title: { en: key, zh: key },
  required: true,
  kind: 'number',
  isDay: false,
  labels: null,
  labelTitles: null,
  isMasked: false,
});
const orders: TypeInfo = {
  kind: 'export',
  type: 'orders',
  title: { en: 'Orders', zh: '订单' },
  params: {},
  maxUploadBytes: null,
  preview: null,
  mode: null,
  policies: null,
  undo: false,
  mayStart: true,
  columns: [column('id'), column('amount')],
};
const ROWS: Cell[][] = [
  [1, 0.1],
  [2, 0.2],
  [3, 9_999_999_999.99],
];
const TABLE = { rows: 3, idSum: 6, cents: 1_000_000_000_029 };

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-check-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function write(rows: Cell[][]): Promise<string> {
  const file = join(dir, 'rows.xlsx');
  const batches = async function* () {
    yield rows;
  };
  await pipeline(
    writeXlsx([
      { name: 'Rows', columns: [{ header: 'id' }, { header: 'amount' }], rows: batches() },
    ]),
    createWriteStream(file),
  );
  return file;
}

const check = async (rows: Cell[][]) =>
  checkOrders(orders, { file: await write(rows), table: TABLE });

test('the rows of the table are accepted', async () => {
  expect(await check(ROWS)).toBe(3);
});

test.each([
  ['a missing row', ROWS.slice(0, 2), /rows is 2, not 3/],
  ['a doubled row', [...ROWS, [3, 9_999_999_999.99]], /order 3 follows order 3/],
  ['another order', [...ROWS.slice(0, 2), [4, 9_999_999_999.99]], /idSum is 7, not 6/],
  ['a cent too much', [[1, 0.11], ...ROWS.slice(1)], /cents/],
])('%s is found', async (_name, rows, sentence) => {
  await expect(check(rows as Cell[][])).rejects.toThrow(sentence as RegExp);
});

test('a row of an error workbook without a reason is found', async () => {
  expect(await countErrorRows(await write([['P1', 'price: must be a number']]))).toBe(1);
  await expect(countErrorRows(await write([['P1', null]])).then(String)).rejects.toThrow(
    /no reason/,
  );
});
