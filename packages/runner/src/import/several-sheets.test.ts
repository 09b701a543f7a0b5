import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { defineImport } from '@longshore/executors';
import { bytesSource, type Cell, readXlsx, type SheetToWrite } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, importFile, registerFile } from '../../test/import-file.js';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

let saved: string[] = [];
let mayFail = false;

const goods = defineImport({
  type: 'goods',
  title: { en: 'Goods', zh: '商品' },
  row: z.object({
    sku: z.string().meta({ header: 'SKU' }),
    price: z.number().meta({ header: 'Price' }),
    note: z.string().nullable().meta({ header: 'Note' }),
  }),
  key: 'sku',
  chunkRows: 4,
  save: async (rows) => {
    if (mayFail && rows.some(({ value }) => /^b-[23]$/.test(value.sku))) throw new Error('broken');
    saved.push(...rows.map(({ part, number, value }) => `${part}/${number} ${value.sku}`));
    return rows
      .filter(({ value }) => value.price > 1_000)
      .map(({ part, number }) => ({
        part,
        row: number,
        column: 'price' as const,
        code: 'too_dear',
        message: 'is too dear',
      }));
  },
});

/** No column is required. */
const remarks = defineImport({
  type: 'remarks',
  title: { en: 'Remarks', zh: '备注' },
  row: z.object({ remark: z.string().nullable().meta({ header: 'Remark' }) }),
  save: async (rows) => void saved.push(...rows.map(({ value }) => String(value.remark))),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([goods, remarks]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved = [];
  mayFail = false;
});

const HEADER = ['SKU', 'Price'];
const sheet = (name: string, rows: Cell[][], header = HEADER): SheetToWrite => ({
  name,
  columns: header.map((text) => ({ header: text })),
  rows: [rows],
});
const run = (file: readonly SheetToWrite[], options = {}) =>
  importFile({ type: 'goods', file, options }, services);
const codes = ({ record }: Awaited<ReturnType<typeof run>>) =>
  record.notices.map(({ code, values }) => [code, values]);

test('all visible sheets with the header of the first that fits are read, others are told', async () => {
  const done = await run([
    sheet('Read me', [['how to fill in']], ['Guide']),
    sheet('North', [['a', 1]]),
    sheet('South', [['b', 2]], ['ｓｋｕ', ' price* ']),
    sheet('More', [['c', 3, 'x']], ['SKU', 'Price', 'Note']),
    sheet('Empty', [], []),
  ]);
  expect(saved).toEqual(['1/2 a', '2/2 b']);
  expect(done.record).toMatchObject({ phase: 'succeeded', counts: { total: 2, succeeded: 2 } });
  expect(codes(done)).toEqual([['sheets_not_read', { count: 2, sheets: 'Read me, More' }]]);
});

test('sheets are named, or all that have the columns are taken, whatever else they have', async () => {
  const book = [
    sheet('North', [['a', 1]]),
    sheet('South', [['b', 2]]),
    sheet('More', [['x', 3, 'c']], ['Note', 'Price', 'SKU']),
    sheet('Guide', [['text']], ['Guide']),
  ];
  const named = await run(book, { sheets: ['More', 'South'] });
  expect(saved).toEqual(['1/2 b', '2/2 c']);
  expect(codes(named)).toEqual([]);
  saved = [];
  expect(codes(await run(book, { sheets: 'all' }))).toEqual([
    ['sheets_not_read', { count: 1, sheets: 'Guide' }],
  ]);
  expect(saved).toEqual(['1/2 a', '2/2 b', '3/2 c']);
  saved = [];
  await run(book, { sheet: 2 });
  expect(saved).toEqual(['1/2 b']);
  const unfit = await run(book, { sheets: 'Guide' });
  expect(unfit.record.error).toMatchObject({ code: 'missing_columns' });
  const unknown = await run(book, { sheets: ['North', 'West'] });
  expect(unknown.record.error).toMatchObject({ code: 'sheet_not_found' });
});

test('lines above the header are a title, and told', async () => {
  const done = await run([
    sheet(
      'Prices',
      [
        ['Valid from', 45_000],
        ['SKU', 'Price'],
        ['a', 1],
      ],
      ['Price list of the spring', ''],
    ),
  ]);
  expect(done.record.counts).toMatchObject({ total: 1, succeeded: 1 });
  expect(saved).toEqual(['1/4 a']);
  expect(codes(done)).toEqual([['rows_above_header', { count: 2, sheet: 'Prices' }]]);
});

test('a table without any column of the type is refused, also where none is required', async () => {
  const file = [sheet('Other', [['x']], ['Something else'])];
  const { record } = await importFile({ type: 'remarks', file, options: {} }, services);
  expect(record).toMatchObject({ phase: 'failed', error: { code: 'missing_columns' } });
  expect(saved).toEqual([]);
});

test('issues of several sheets name their sheet, and the error workbook has each of them', async () => {
  const done = await run(
    [
      sheet('North', [
        ['a', 'no number'],
        ['b', 2],
      ]),
      sheet('Middle', [['m', 3]]),
      sheet(
        'South',
        [
          ['x', 'c', 5_000],
          ['y', 'a', 4],
        ],
        ['Note', 'SKU', 'Price'],
      ),
    ],
    { sheets: 'all' },
  );
  expect(done.record.counts).toMatchObject({ total: 5, succeeded: 2, failed: 3 });
  expect(done.issues).toEqual([
    'North 2 Price not_a_number',
    'South 2 Price too_dear',
    'South 3 SKU duplicate_key_in_sheet',
  ]);
  expect(done.sentences.at(-1)).toBe(
    'names the same as row 2 of the sheet North: keep one of them',
  );
  expect(await errorSheets(done.record.issues?.key ?? '')).toEqual([
    [
      'North',
      [
        ['SKU', 'Price', 'Row in upload'],
        ['a', 'no number', 'Row 2 of North'],
      ],
    ],
    [
      'South',
      [
        ['Note', 'SKU', 'Price', 'Row in upload'],
        ['x', 'c', 5_000, 'Row 2 of South'],
        ['y', 'a', 4, 'Row 3 of South'],
      ],
    ],
  ]);
});

/** Names and rows, without the columns of reasons and ids. */
async function errorSheets(key: string) {
  const bytes = await buffer((await services.store.read(key)) as Readable);
  const book = await readXlsx(bytesSource(bytes));
  return Promise.all(
    book.sheets.map(async ({ name, rows }) => {
      const found: Cell[][] = [];
      for await (const batch of rows()) found.push(...batch.rows);
      return [name, found.map((cells) => cells.slice(0, (found[0]?.length ?? 0) - 2))];
    }),
  );
}

test('an attempt goes on in the middle of a later sheet, and tells what the first would have told', async () => {
  const book = [
    sheet('North', [
      ['a-1', 1],
      ['a-2', 1],
      ['a-3', 1],
    ]),
    sheet('South', [
      ['b-1', 1],
      ['a-2', 1],
      ['b-2', 1],
      ['b-1', 1],
      ['b-3', 1],
    ]),
    sheet('Guide', [['text']], ['Guide']),
  ];
  const { taskId } = await registerFile({ type: 'goods', file: book }, services);
  const attempt = () =>
    runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  mayFail = true;
  await attempt();
  expect(saved).toEqual(['1/2 a-1', '1/3 a-2', '1/4 a-3', '2/2 b-1']);
  mayFail = false;
  await services.tasks.repeat(taskId);
  await attempt();
  const done = await imported(taskId, services);
  expect(saved.slice(4)).toEqual(['2/4 b-2', '2/6 b-3']);
  expect(done.record).toMatchObject({
    phase: 'partial',
    counts: { total: 8, succeeded: 6, failed: 2, unprocessed: 0 },
    notices: [{ code: 'sheets_not_read', values: { count: 1, sheets: 'Guide' } }],
  });
  expect(done.issues).toEqual(['South 3 SKU duplicate_key_in_sheet', 'South 5 SKU duplicate_key']);
});
