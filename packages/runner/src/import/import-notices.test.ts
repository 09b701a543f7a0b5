import { defineImport } from '@longshore/executors';
import type { Cell, SheetToWrite } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile } from '../../test/import-file.js';
import { startServices, type TestServices } from '../../test/start-services.js';

const saved: unknown[] = [];

const offers = defineImport({
  type: 'offers',
  title: { en: 'Offers', zh: '报价' },
  row: z.object({
    sku: z.string().meta({ header: 'SKU' }),
    name: z.string().meta({ header: 'Name' }),
    price: z.number().meta({ header: 'Price' }),
    remark: z
      .string()
      .nullable()
      .meta({ header: 'Remark', titles: { zh: '备注说明' } }),
  }),
  key: 'sku',
  save: async (rows) => {
    saved.push(...rows.map(({ value }) => value.sku));
  },
});

const codes = defineImport({
  type: 'codes',
  title: { en: 'Codes', zh: '代码' },
  row: z.object({
    code: z.string().meta({ header: 'Code' }),
    amount: z.number().meta({ header: 'Amount' }),
  }),
  key: 'code',
  save: async (rows) => {
    saved.push(...rows.map(({ value }) => value.code));
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([offers, codes]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
});

const sheet = (header: readonly string[], rows: Cell[][]): SheetToWrite => ({
  name: 'S',
  columns: header.map((text) => ({ header: text })),
  rows: [rows],
});
const run = (file: readonly SheetToWrite[] | string | Uint8Array, type = 'offers', options = {}) =>
  importFile({ type, file, options }, services);
const told = ({ record }: Awaited<ReturnType<typeof run>>) =>
  record.notices.map(({ code, values }) => [code, values]);

test('columns that are not read are told, a misspelt one with the column that it may mean', async () => {
  const header = ['SKU', 'Name', 'Price', 'Remarc', 'Colour', '', 'Size'];
  const done = await run([sheet(header, [['a', 'A', 1, 'kept?', 'red', null, 'XL']])]);
  expect(told(done)).toEqual([
    ['column_misspelt', { column: 'Remarc', known: 'Remark', 'known.zh': '备注说明' }],
    ['columns_not_read', { count: 2, columns: 'Colour, Size' }],
  ]);
});

test('rows that show nothing are no rows, in both passes over a workbook and in text', async () => {
  const blank = [' ', '\u3000', '\u200b\ufeff', '\u00ad', '\u00a0\t'];
  const rows = blank.map((text) => [text, text, null, text]);
  const header = ['SKU', 'Name', 'Price', 'Remark'];
  const book = await run([sheet(header, [['a', 'A', 1], ...rows, ['b', 'B', 2], ...rows])]);
  expect(saved).toEqual(['a', 'b']);
  expect(book.record).toMatchObject({ phase: 'succeeded', counts: { total: 2, succeeded: 2 } });
  expect(told(book)).toEqual([['blank_rows_left_out', { count: 10, sheet: 'S', row: 3 }]]);
  const lines = [...rows.map((row) => row.join(',')), 'c,C,3,', '" ",,,'];
  const text = await run(`${header.join(',')}\n${lines.join('\n')}\n`);
  expect(saved).toEqual(['a', 'b', 'c']);
  expect(told(text)).toEqual([['blank_rows_left_out', { count: 6, sheet: 'upload', row: 2 }]]);
  const nothing = await run([sheet(header, rows)]);
  expect(nothing.record.error).toMatchObject({ code: 'no_rows', values: { sheet: 'S' } });
});

test('a row of totals is refused by a sentence of its own, a row without its key is not', async () => {
  const done = await run([
    sheet(
      ['No.', 'SKU', 'Name', 'Price'],
      [
        [1, 'a', 'A', 5],
        ['合 计', null, null, 5],
        ['Total:', null, null, null],
        [2, null, 'Total', 5],
        ['Total', 'b', 'B', 5],
        [null, 'Grand total', null, 5],
      ],
    ),
  ]);
  expect(done.issues).toEqual(['3 totals_row', '4 totals_row', '5 SKU required', '7 totals_row']);
  expect(saved).toEqual(['a', 'b']);
});

test('in a key without other columns a word of totals needs a sum beside it', async () => {
  const done = await run(
    [
      sheet(
        ['Code', 'Amount'],
        [
          ['a', 1],
          ['总计', 1],
          ['total', null],
          ['Summary', 2],
        ],
      ),
    ],
    'codes',
  );
  expect(done.issues).toEqual(['3 totals_row', '4 Amount required']);
  expect(saved).toEqual(['a', 'Summary']);
});

test('what was assumed of a text file is told, unless the person said it', async () => {
  const text = 'Code|Amount\na|1,5\n';
  expect(told(await run(text, 'codes'))).toEqual([
    ['delimiter_assumed', { delimiter: '|' }],
    ['decimal_assumed', { decimal: ',' }],
  ]);
  expect(told(await run(text, 'codes', { delimiter: '|', decimal: ',' }))).toEqual([]);
  const western = Buffer.from('Code;Amount\npremière qualité;1\n', 'latin1');
  expect(told(await run(western, 'codes'))).toEqual([
    ['encoding_assumed', { encoding: 'windows-1252' }],
  ]);
  expect(told(await run(western, 'codes', { encoding: 'windows-1252' }))).toEqual([]);
  expect(saved.slice(2)).toEqual(['première qualité', 'première qualité']);
});
