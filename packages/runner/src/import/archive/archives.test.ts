/** Archives of several files, through a whole import. */
import { buffer, text } from 'node:stream/consumers';
import { defineImport } from '@longshore/executors';
import { previewKeys } from '@longshore/tasks';
import {
  bytesSource,
  type Cell,
  openZip,
  readBook,
  type SheetToWrite,
  writeXlsx,
} from '@longshore/workbook';
import { archive, type TestEntry } from '@longshore/workbook/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, importFile, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

let saved: string[] = [];
let onSave: (sku: string) => void = () => {};

const row = z.object({
  sku: z.string().meta({ header: 'SKU' }),
  price: z.number().positive().meta({ header: 'Price' }),
});
const title = { en: 'Goods', zh: '商品' };
const goods = defineImport({
  type: 'goods',
  title,
  row,
  key: 'sku',
  chunkRows: 2,
  save: async (rows) => {
    for (const { value } of rows) onSave(value.sku);
    saved.push(...rows.map(({ part, number, value }) => `${part}/${number} ${value.sku}`));
  },
});
const own = defineImport({
  type: 'own',
  title,
  row,
  async *parse(file) {
    const files = await openZip(file);
    const names = files.map(({ name, sizeBytes }) => [name, sizeBytes]);
    const rows = [['SKU', 'Price'], ...names];
    yield { rows, numbers: rows.map((_, index) => index + 1) };
  },
  save: async (rows) => void saved.push(...rows.map(({ value }) => `${value.sku} ${value.price}`)),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([goods, own]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved = [];
  onSave = () => {};
});

const sheet = (name: string, rows: Cell[][], header = ['SKU', 'Price']): SheetToWrite => ({
  name,
  columns: header.map((text) => ({ header: text })),
  rows: [rows],
});
const workbook = (...sheets: SheetToWrite[]): Promise<Buffer> => buffer(writeXlsx(sheets));
const run = (entries: readonly TestEntry[], options = {}, type = 'goods') =>
  importFile({ type, file: archive(entries), options }, services);
const said = ({ record }: Awaited<ReturnType<typeof run>>) =>
  record.notices.map(({ code, values }) => [code, values.files ?? values.sheet ?? values.sheets]);

test('each table runs in turn, and issues, counts and error workbook name its file', async () => {
  const done = await run([
    {
      name: 'north/prices.xlsx',
      data: await workbook(
        sheet('One', [
          ['a', 1],
          ['b', -1],
        ]),
      ),
    },
    { name: 'south.csv', data: 'SKU;Price\nc;3\nd;x\n' },
    { name: 'east.jsonl', data: '{"sku":"e","price":5}\n{"sku":"a","price":6}' },
    { name: '__MACOSX/north/._prices.xlsx', data: 'x' },
    { name: 'north/.DS_Store', data: 'x' },
    { name: 'logo.png', data: 'x' },
  ]);
  expect(done.record.error).toBeNull();
  expect(saved).toEqual(['1/2 a', '2/2 c', '3/1 e']);
  expect(done.record.counts).toMatchObject({ total: 6, succeeded: 3, failed: 3 });
  const issues: unknown[] = [];
  for await (const page of services.database.failedRows(done.record.taskId))
    issues.push(
      ...page.flatMap((one) =>
        one.issues.map(({ file, sheet, row, code }) => [file, sheet, row, code]),
      ),
    );
  expect(issues).toEqual([
    ['north/prices.xlsx', 'One', 3, 'too_small'],
    ['south.csv', 'south', 3, 'not_a_number'],
    ['east.jsonl', 'east', 2, 'duplicate_key_in_sheet'],
  ]);
  expect(done.sentences[2]).toContain('row 2 of the sheet north/prices.xlsx: One');
  expect(said(done)).toEqual([
    ['archive_files_not_read', 'logo.png'],
    ['archive_junk_skipped', '__MACOSX/north/._prices.xlsx, north/.DS_Store'],
  ]);
  const book = await readBook(
    bytesSource(await buffer(await services.store.read(done.record.issues?.key ?? ''))),
  );
  expect(book.sheets.map(({ name }) => name)).toEqual(['One', 'south', 'east']);
  for await (const { rows } of book.sheets[1]?.rows() ?? [])
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
      ['SKU', 'Price', 'File in upload', 'Row in upload'],
      ['d', 'x', 'south.csv', 'Row 3 of south'],
    ]);
});

test('the error workbook of an archive comes back, though its sheets have several headers', async () => {
  const owner = 'archivist';
  const file = archive([
    { name: 'a.csv', data: 'SKU,Price,Note\nx,-1,hello\n' },
    { name: 'b.csv', data: 'Price,SKU\n-2,y\n3,z\n' },
  ]);
  const first = await importFile({ type: 'goods', file, owner }, services);
  expect(first.record.counts).toMatchObject({ succeeded: 1, failed: 2 });
  const bytes = await buffer(await services.store.read(first.record.issues?.key ?? ''));
  const sheets: SheetToWrite[] = [];
  for (const { name, rows } of (await readBook(bytesSource(bytes))).sheets) {
    const found: Cell[][] = [];
    for await (const batch of rows()) found.push(...batch.rows);
    const [header = [], ...values] = found;
    const corrected = values.map((cells) =>
      cells.map((cell, i) => (header[i] === 'Price' ? Math.abs(Number(cell)) : cell)),
    );
    sheets.push(sheet(name, corrected, header.map(String)));
  }
  saved = [];
  const again = await importFile(
    { type: 'goods', file: await workbook(...sheets), owner },
    services,
  );
  expect(again.record.error).toBeNull();
  expect(saved).toEqual(['1/2 x', '2/2 y']);
  expect((await services.tasks.record(first.record.taskId))?.counts).toMatchObject({
    succeeded: 3,
    failed: 0,
  });
});

test('options hold for each of the files', async () => {
  const book = await workbook(
    sheet('Old', [['no', 1]]),
    sheet('New', [['a', 1]], ['Art', 'Price']),
  );
  const entries = ['1.xlsx', '2.xlsx'].map((name) => ({ name, data: book }));
  await run(entries, { sheets: 'New', mapping: { Art: 'sku' }, duplicates: 'first' });
  expect(saved).toEqual(['1/2 a']);
  const { record } = await run([...entries, { name: '3.csv', data: 'SKU,Price\nz,1\n' }], {
    sheets: 'New',
    mapping: { Art: 'sku' },
  });
  expect(record.error).toMatchObject({ code: 'sheet_not_found' });
  expect(record.error?.message).toContain('3.csv: "New"');
});

test('a mapping names headers of any of the files, and is remembered for each as it is', async () => {
  const owner = 'mapper';
  const entries = [
    { name: '1.csv', data: 'SKU,Price\na,1\n' },
    { name: '2.csv', data: 'Art,Price\nb,2\n' },
  ];
  const options = { mapping: { Art: 'sku' } };
  const file = archive(entries);
  const done = await importFile({ type: 'goods', file, options, owner }, services);
  expect([done.record.error, saved]).toEqual([null, ['1/2 a', '2/2 b']]);
  expect(await services.tasks.headerChoices(owner, 'goods')).toMatchObject([{ mapping: {} }]);
  const wrong = await run(entries, { mapping: { Art: 'sku', Preis: 'price' } });
  expect(wrong.record.error).toMatchObject({
    code: 'mapped_headers_missing',
    values: { columns: 'Preis' },
  });
});

test('an attempt that takes over goes on in the right file and row', async () => {
  onSave = (sku) => {
    if (sku === 'e' || sku === 'f') throw new Error('broken');
  };
  const rows = (...skus: string[]) => `SKU,Price\n${skus.map((sku) => `${sku},1\n`).join('')}`;
  const file = archive([
    { name: '1.csv', data: rows('a', 'b', 'c') },
    { name: '2.csv', data: rows('d', 'e', 'f') },
  ]);
  const { taskId } = await registerFile({ type: 'goods', file }, services);
  const attempt = () =>
    runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  await attempt();
  expect(saved).toEqual(['1/2 a', '1/3 b', '1/4 c', '2/2 d']);
  onSave = () => {};
  await services.tasks.repeat(taskId);
  await attempt();
  expect(saved.slice(4)).toEqual(['2/3 e', '2/4 f']);
  const { record, issues } = await imported(taskId, services);
  expect([record.counts, issues]).toMatchObject([{ total: 6, succeeded: 6, failed: 0 }, []]);
});

test('an archive can be looked at before it is saved', async () => {
  const { record } = await run(
    [
      { name: '1.csv', data: 'SKU,Price\na,1\n' },
      { name: '2.csv', data: 'SKU,Price\nb,0\n' },
    ],
    { preview: true },
  );
  expect(record.phase).toBe('previewed');
  const shown = await services.store.read(previewKeys(record).shown);
  expect(JSON.parse(await text(shown))).toMatchObject({
    counts: { total: 2, checked: 1, failed: 1 },
    causes: [{ first: [{ row: 2, sheet: '2', file: '2.csv' }] }],
  });
});

describe('an archive is refused', () => {
  const csv = { name: 'a.csv', data: 'SKU,Price\na,1\n' };

  test.each<[string, readonly TestEntry[], RegExp]>([
    ['with a name that leads out', [csv, { name: '../b.csv', data: '' }], /leads out of it/],
    ['with an absolute name', [csv, { name: '/b.csv', data: '' }], /leads out of it/],
    [
      'with a password',
      [csv, { name: 'b.csv', data: 'x', lies: { flags: 1 } }],
      /"b\.csv" is encrypted/,
    ],
    [
      'with entries over each other',
      [csv, { ...csv, name: 'b.csv', lies: { offset: 3 } }],
      /reaches into/,
    ],
    [
      'with files that unpack to too much',
      [csv, ...[1, 2].map((n) => ({ name: `${n}.csv`, data: 'x', lies: { size: 2 ** 31 } }))],
      /unpack to 4294967310 bytes/,
    ],
    [
      'with too many tables',
      Array.from({ length: 201 }, (_, i) => ({ ...csv, name: `${i}.csv` })),
      /holds 201 workbooks and texts/,
    ],
  ])('%s', async (_what, entries, reason) => {
    const { record } = await run(entries);
    expect(record.error).toMatchObject({ code: 'invalid_workbook' });
    expect(record.error?.message).toMatch(reason);
    expect(saved).toEqual([]);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['an archive', archive([{ name: 'b.csv', data: 'x' }]), /It is an archive itself/],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /old \.xls workbook/],
    ['a text with an open quote', 'SKU,Price\n"a,1\n', /line 2 at character 1/],
    ['an empty text', '', /is empty/],
  ])('with %s in it, which is named', async (_what, data, reason) => {
    const { record } = await run([csv, { name: 'in/b.csv', data }]);
    expect(record.error?.message).toMatch(/^The file in\/b\.csv of the archive cannot be read: /);
    expect(record.error?.message).toMatch(reason);
    expect(saved).toEqual([]);
  });

  test('with a table of another header, which is named', async () => {
    const { record } = await run([csv, { name: 'b.csv', data: 'Name\nx\n' }]);
    expect(record.error).toMatchObject({ code: 'missing_columns' });
    expect(record.error?.message).toContain('The sheet "b.csv: b" lacks the columns SKU, Price');
  });

  test('without any table', async () => {
    const { record } = await run([{ name: 'a.png', data: 'x' }]);
    expect(record.error).toMatchObject({
      code: 'archive_without_tables',
      values: { files: 'a.png' },
    });
  });
});

test('a parse step of the type sees the archive', async () => {
  await run([{ name: 'a.png', data: 'xyz' }], {}, 'own');
  expect(saved).toEqual(['a.png 3']);
});
