import { defineImport } from '@longshore/executors';
import type { Cell } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';

const saved: unknown[] = [];
const save = async (rows: readonly { value: object }[]) => {
  saved.push(...rows.map(({ value }) => Object.values(value).join(' ')));
};
const title = { en: 'Things', zh: '物' };
const sku = z.string().meta({ header: 'SKU' });
const price = z.number().meta({ header: 'Price' });

const plain = defineImport({
  type: 'plain',
  title,
  row: z.object({ sku, price }),
  key: 'sku',
  save,
});
const lastWins = defineImport({
  type: 'last-wins',
  title,
  row: z.object({ sku, price }),
  key: 'sku',
  duplicates: 'last',
  normalizeKey: (text) => text.toUpperCase(),
  save,
});
const pairs = defineImport({
  type: 'pairs',
  title,
  row: z.object({
    shop: z.string().meta({ header: 'Shop' }),
    day: z.date().meta({ header: 'Day', format: 'yyyy-mm-dd' }),
    size: z.number().meta({ header: 'Size' }),
    note: z.string().nullable().meta({ header: 'Note' }),
  }),
  key: ['shop', 'day', 'size'],
  save,
});
const unnamed = defineImport({ type: 'unnamed', title, row: z.object({ sku, price }), save });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([plain, lastWins, pairs, unnamed]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
});

const bookOf = (header: readonly string[], rows: Cell[][], formats: readonly string[] = []) => [
  {
    name: 'S',
    columns: header.map((text, i) => ({
      header: text,
      ...(formats[i] === undefined ? {} : { format: formats[i] }),
    })),
    rows: [rows],
  },
];
const run = (type: string, rows: Cell[][], options = {}) =>
  importFile({ type, file: bookOf(['SKU', 'Price'], rows), options }, services);

test('the second row with a key is refused and names the first, however the key is written', async () => {
  const done = await run('plain', [
    ['A-1', 1],
    [' Ａ-１\u3000', 2],
    ['a-1', 3],
    [7, 4],
    ['7', 5],
    ['A-1', 'x'],
  ]);
  expect(saved).toEqual(['A-1 1', 'a-1 3', '7 4']);
  expect(done.issues).toEqual([
    '3 SKU duplicate_key',
    '6 SKU duplicate_key',
    '7 Price not_a_number',
    '7 SKU duplicate_key',
  ]);
  expect(done.sentences[0]).toBe('names the same as row 2: keep one of them');
  expect(done.record.counts).toMatchObject({ total: 6, succeeded: 3, failed: 3 });
});

test('a row that fails for another reason holds its key; blank and wrong keys are not compared', async () => {
  const done = await run('plain', [
    ['a', 'x'],
    ['a', 1],
    [null, 1],
    [' ', 2],
    [{ error: '#N/A' } as Cell, 3],
    [{ error: '#N/A' } as Cell, 4],
  ]);
  expect(saved).toEqual([]);
  expect(done.issues.filter((issue) => issue.includes('duplicate'))).toEqual([
    '3 SKU duplicate_key',
  ]);
});

test('the first or the last of the rows is saved, and how many gave way is told', async () => {
  const rows = [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['A', 4],
    ['a', 5],
  ];
  const first = await run('plain', rows, { duplicates: 'first' });
  expect(saved).toEqual(['a 1', 'b 2', 'A 4']);
  expect(first.record).toMatchObject({
    phase: 'succeeded',
    counts: { total: 3, succeeded: 3, failed: 0, unprocessed: 0 },
    notices: [{ code: 'duplicates_first', values: { count: 2 } }],
  });
  saved.length = 0;
  const last = await run('last-wins', rows);
  expect(saved).toEqual(['b 2', 'a 5']);
  expect(last.record).toMatchObject({
    counts: { total: 2, succeeded: 2 },
    notices: [{ code: 'duplicates_last', values: { count: 3 } }],
  });
  saved.length = 0;
  const refused = await run('last-wins', rows, { duplicates: 'refuse' });
  expect(refused.issues).toHaveLength(3);
  expect(saved).toEqual(['a 1', 'b 2']);
});

test('a key of several columns is compared by value, once the forms of the file are known', async () => {
  const header = ['Shop', 'Day', 'Size', 'Note'];
  const text = `${header.join(';')}\nx;2026-01-31;1,5;\nx;2026/1/31;1,50;\nx;2026-01-31;15;\n1;2026-01-31;2,5;\n12;2026-01-31;,5;\n`;
  const done = await importFile({ type: 'pairs', file: text }, services);
  expect(done.issues).toEqual(['3 duplicate_key']);
  const day = new Date('2026-01-31');
  const formats = ['@', 'yyyy-mm-dd', '0.0', '@'];
  const book = bookOf(
    header,
    [
      ['x', day, 1.5],
      ['x', '2026-01-31', 1.5],
      ['y', day, 1.5],
    ],
    formats,
  );
  expect((await importFile({ type: 'pairs', file: book }, services)).issues).toEqual([
    '3 duplicate_key',
  ]);
});

test('rows without a key may be equal', async () => {
  await run('unnamed', [
    ['a', 1],
    ['a', 1],
  ]);
  expect(saved).toEqual(['a 1', 'a 1']);
});
