/** Text without a row of headers, or with a delimiter of any sign, through a whole import. */
import { buffer } from 'node:stream/consumers';
import { defineImport, type ImportFile } from '@longshore/executors';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile } from '../../test/import-file.js';
import { startServices, type TestServices } from '../../test/start-services.js';

let saved: unknown[] = [];
const row = z.object({
  sku: z.string().meta({ header: 'SKU' }),
  unitPrice: z.number().positive().meta({ header: 'Price (¥)' }),
  barcode: z.string().optional().meta({ header: 'Barcode' }),
  weight: z.string().optional().meta({ header: 'Weight', numeric: true }),
});
const save = async (rows: readonly { number: number; value: unknown }[]) =>
  void saved.push(...rows.map(({ number, value }) => [number, value]));

const goods = defineImport({
  type: 'goods',
  title: { en: 'Goods', zh: '商品' },
  row,
  key: 'sku',
  save,
});
const bank = defineImport({
  type: 'bank',
  title: { en: 'Bank', zh: '银行' },
  row,
  fixedWidth: { sku: [1, 6], barcode: [7, 12], unitPrice: [14, 20] },
  save,
});
const xml = defineImport({
  type: 'xml',
  title: { en: 'XML', zh: 'XML' },
  row: z.object({ sku: z.string(), price: z.number() }),
  async *parse(file: ImportFile) {
    const text = Buffer.from(await file.readRange(0, file.size)).toString();
    const goods = [...text.matchAll(/<good sku="([^"]*)" price="([^"]*)"\/>/g)];
    const rows = [['sku', 'price'], ...goods.map(([, sku = '', price = '']) => [sku, price])];
    yield { rows, numbers: rows.map((_, index) => index + 1) };
  },
  save,
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([goods, bank, xml]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved = [];
});

const run = (file: string | Uint8Array, { type = 'goods', ...options }: Options = {}) =>
  importFile({ type, file, options }, services);
type Options = Readonly<Record<string, unknown>> & { readonly type?: string };

async function errorCells(key: string): Promise<Cell[][]> {
  const book = await readBook(bytesSource(await buffer(await services.store.read(key))));
  const rows: Cell[][] = [];
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  return rows;
}

test.each(['|', ';', '^', '~', '§', '\u001f', '\u0001'])(
  'text that is delimited by %j is read',
  async (delimiter) => {
    const text = `SKU|Price (¥)|Barcode\na|1|007\n"b"|2.5|\n`.replaceAll('|', delimiter);
    const { record } = await run(text, { delimiter });
    expect(record.error).toBeNull();
    expect(saved).toEqual([
      [2, { sku: 'a', unitPrice: 1, barcode: '007' }],
      [3, { sku: 'b', unitPrice: 2.5 }],
    ]);
  },
);

test('text of an old encoding is read although a control character delimits it', async () => {
  const text = ['SKU\u001fPrice (', 'a3a4', ')\n', 'b2e8', '\u001f1\n'];
  const bytes = text.map((part, i) => Buffer.from(part, i % 2 === 0 ? 'latin1' : 'hex'));
  const options = { delimiter: '\u001f', encoding: 'gb18030' };
  const { record } = await run(Buffer.concat(bytes), options);
  expect([record.error, saved]).toEqual([null, [[2, { sku: '茶', unitPrice: 1 }]]]);
});

test('JSON lines are read by header and by property, with all digits', async () => {
  const { record } = await run(
    [
      '{"sku":"a","unitPrice":1.5,"barcode":12345678901234567890}',
      '{"unitPrice":2,"weight":0.12345678901234567,"sku":"b"}',
      '{"sku":"c","unitPrice":3,"colour":"red"}',
    ].join('\n'),
  );
  expect(record.error).toBeNull();
  expect(saved).toEqual([
    [1, { sku: 'a', unitPrice: 1.5, barcode: '12345678901234567890' }],
    [2, { sku: 'b', unitPrice: 2, weight: '0.12345678901234567' }],
    [3, { sku: 'c', unitPrice: 3 }],
  ]);
  expect(record.notices).toMatchObject([
    { code: 'columns_not_read', values: { columns: 'colour' } },
  ]);
});

test('bad lines are refused alone, and come back in a workbook that can be corrected', async () => {
  const lines = [
    '{"sku":"a","unitPrice":1,"barcode":"x"}',
    '{"sku":"b","unitPrice":1',
    '{"sku":"c","unitPrice":{"amount":1}}',
    '{"sku":"d","unitPrice":1,"unitPrice":2}',
    '{"sku":"e","unitPrice":99999999999999999999}',
    '{"sku":"a","unitPrice":7}',
  ];
  const { record, issues, sentences } = await run(lines.join('\n'));
  expect(saved).toHaveLength(1);
  expect(issues).toEqual([
    '2 not_json',
    '3 Price (¥) nested_value',
    '4 Price (¥) repeated_name',
    '5 Price (¥) too_many_digits',
    '6 SKU duplicate_key',
  ]);
  expect(sentences[0]).toBe(`the line is not one JSON object: ${lines[1]}`);
  expect(record.counts).toMatchObject({ total: 6, succeeded: 1, failed: 5 });
  const [header = [], ...rows] = await errorCells(record.issues?.key ?? '');
  expect(header.slice(0, 4)).toEqual(['SKU', 'Price (¥)', 'Barcode', 'Beyond the header']);
  expect(rows[0]?.slice(0, 4)).toEqual([null, null, null, lines[1]]);
  // nobody is to send what was refused by saving the workbook as it is
  expect(rows.slice(1, 3).map(([, price]) => price)).toEqual([
    { error: '#VALUE!' },
    { error: '#VALUE!' },
  ]);
});

test('JSON lines of another type tell their names, and a mapping reads them', async () => {
  const line = '{"artikel":"a","preis":1}';
  const { record } = await run(line);
  expect(record.error).toMatchObject({ code: 'missing_columns' });
  expect(JSON.parse(String(record.error?.values?.layout))).toMatchObject({
    headerRow: 0,
    rows: [{ row: 0, cells: ['artikel', 'preis'] }],
  });
  await run(line, { mapping: { artikel: 'sku', preis: 'unitPrice' } });
  expect(saved).toEqual([[1, { sku: 'a', unitPrice: 1 }]]);
});

test('a list of objects is told to be one document', async () => {
  const { record } = await run('[{"sku":"a"}]');
  expect(record.error?.code).toBe('json_document');
});

test('lines of fixed widths are read by the places that the type declares', async () => {
  const { record, issues } = await run('A1    000123 0001.50\nB2\nC3    茶      x\nD4\t9\n', {
    type: 'bank',
  });
  expect(saved).toEqual([[1, { sku: 'A1', unitPrice: 1.5, barcode: '000123' }]]);
  expect(issues).toEqual(['2 Price (¥) required', '3 Price (¥) not_a_number', '4 line_shifted']);
  expect(record.counts).toMatchObject({ total: 4, succeeded: 1, failed: 3 });
  const [header = []] = await errorCells(record.issues?.key ?? '');
  expect(header.slice(0, 3)).toEqual(['SKU', 'Barcode', 'Price (¥)']);
});

test('a parse step of the type reads XML', async () => {
  await run('<goods>\n<good sku="a" price="1.5"/>\n<good sku="b" price="2"/>\n</goods>', {
    type: 'xml',
  });
  expect(saved).toEqual([
    [2, { sku: 'a', price: 1.5 }],
    [3, { sku: 'b', price: 2 }],
  ]);
});
