/** Headers that stand further down, are named differently, or that several rows could be. */
import { defineImport } from '@longshore/executors';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type Imported, importFile } from '../../test/import-file.js';
import { startServices, type TestServices } from '../../test/start-services.js';

let saved: unknown[] = [];

const prices = defineImport({
  type: 'prices',
  title: { en: 'Prices', zh: '价格' },
  row: z.object({
    sku: z.string().meta({ header: 'SKU', titles: { zh: '编码' } }),
    name: z.string().meta({ header: 'Name', titles: { zh: '名称' } }),
    price: z.number().meta({ header: 'Price', titles: { zh: '价格' } }),
    note: z
      .string()
      .optional()
      .meta({ header: 'Note', titles: { zh: '备注' } }),
  }),
  save: async (rows) => {
    saved.push(...rows.map(({ number, value }) => ({ number, ...value })));
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([prices]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved = [];
});

type Line = readonly (string | number)[];
/** As delimited text, whose empty lines count. */
const text = (lines: readonly Line[]): string => lines.map((line) => line.join(';')).join('\n');
const run = (lines: readonly Line[], asked = {}): Promise<Imported> =>
  importFile({ type: 'prices', file: text(lines), ...asked }, services);

const layoutOf = ({ record }: Imported) => JSON.parse(String(record.error?.values?.layout));
const noticeCodes = ({ record }: Imported) => record.notices.map(({ code }) => code);

test('a header in row 3 under a title is found, and rows keep the numbers of the file', async () => {
  const done = await run([
    ['Price list'],
    [],
    ['SKU', 'Name', 'Price'],
    ['a', 'A', 1],
    ['b', 'B', 'x'],
  ]);
  expect(saved).toEqual([{ number: 4, sku: 'a', name: 'A', price: 1 }]);
  expect(done.issues).toEqual(['5 Price not_a_number']);
  expect(done.record.counts).toMatchObject({ total: 2, succeeded: 1, failed: 1 });
});

test('the row that was asked for is the header, whatever else looks like one', async () => {
  const lines = [
    ['SKU', 'Name', 'Price'],
    ['old', 'Old', 1],
    ['SKU', 'Name', 'Price'],
    ['new', 'New', 2],
  ];
  const unclear = await run(lines);
  expect(saved).toEqual([]);
  expect(unclear.record).toMatchObject({ phase: 'failed', error: { code: 'header_unclear' } });
  expect(unclear.record.error?.message).toBe(
    'The rows 1, 3 of the sheet "upload" can each be its header. Choose one and start again.',
  );
  expect(JSON.parse(String(unclear.record.error?.values?.choices))).toEqual([
    { options: { headerRow: 1 }, sample: ['SKU, Name, Price', 'old, Old, 1'] },
    { options: { headerRow: 3 }, sample: ['SKU, Name, Price', 'new, New, 2'] },
  ]);
  await run(lines, { options: { headerRow: 3 } });
  expect(saved).toEqual([{ number: 4, sku: 'new', name: 'New', price: 2 }]);
});

test('a row with fewer columns of the type than the header is data', async () => {
  await run([
    ['SKU', 'Name', 'Price', 'Note'],
    ['a', 'A', 1, 'Name'],
  ]);
  expect(saved).toMatchObject([{ number: 2, note: 'Name' }]);
});

test('renamed columns: the error tells what was found, and what they may mean', async () => {
  const failed = await run([
    ['Autumn', 'of', 'this'],
    [],
    ['Articel', 'Nam', 'Prise', 'Note'],
    ['a', 'A', 1, 'x'],
  ]);
  expect(failed.record.error?.message).toBe(
    'The sheet "upload" lacks the columns SKU, Name, Price. Read as its header: row 3 with Articel, Nam, Prise, Note. Is "Nam" the column Name? Is "Prise" the column Price? Say which column is which, or take the template.',
  );
  expect(layoutOf(failed)).toEqual({
    sheets: ['upload'],
    sheet: 'upload',
    headerRow: 3,
    rows: [
      { row: 3, cells: ['Articel', 'Nam', 'Prise', 'Note'] },
      { row: 1, cells: ['Autumn', 'of', 'this'] },
      { row: 4, cells: ['a', 'A', '1', 'x'] },
    ],
    proposed: { Note: 'note', Nam: 'name', Prise: 'price' },
  });
  expect(saved).toEqual([]);
});

const MAPPED = { ' articel ': 'sku', NAM: 'name', Prise: 'price', Note: null };
const RENAMED: readonly Line[] = [
  ['Articel', 'Nam', 'Prise', 'Note'],
  ['a', 'A', 1, 'x'],
  ['b', 'B', 'y', ''],
];

test('a mapping says which column is which, and what is not read', async () => {
  const done = await run(RENAMED, { options: { mapping: MAPPED } });
  expect(saved).toEqual([{ number: 2, sku: 'a', name: 'A', price: 1 }]);
  expect(done.issues).toEqual(['3 Price not_a_number']);
  expect(done.record.counts).toMatchObject({ total: 2, succeeded: 1, failed: 1 });
  expect(done.record.notices).toEqual([]);
});

test('a mapping takes a column from the header of that name', async () => {
  const lines = [
    ['SKU', 'Name', 'Price', 'New price'],
    ['a', 'A', 1, 2],
  ];
  const done = await run(lines, { options: { mapping: { 'New price': 'price' } } });
  expect(saved).toMatchObject([{ price: 2 }]);
  expect(done.record.notices).toMatchObject([{ values: { columns: 'Price' } }]);
});

test('a mapping of headers that are not there is refused', async () => {
  const mapping = { ...MAPPED, Colour: 'note' };
  const { record } = await run(RENAMED, { options: { mapping } });
  expect(record.error).toMatchObject({
    code: 'mapped_headers_missing',
    message:
      'The sheet "upload" has no column Colour, which the mapping names. Read as its header: row 1 with Articel, Nam, Prise, Note.',
  });
});

test('a row without anything is no header', async () => {
  const { record } = await run([['SKU', 'Name', 'Price'], [], ['a', 'A', 1]], {
    options: { headerRow: 2 },
  });
  expect(record.error).toMatchObject({ code: 'no_header_row', values: { row: 2 } });
});

test('a choice holds for the same header the next time, is told, and is forgotten by {}', async () => {
  const { record } = await run(RENAMED, { options: { mapping: MAPPED } });
  const headerChoices = await services.tasks.headerChoices(record.owner, 'prices');
  saved = [];
  const again = await run([['Title'], ...RENAMED], { headerChoices });
  expect(saved).toEqual([{ number: 3, sku: 'a', name: 'A', price: 1 }]);
  expect(noticeCodes(again)).toEqual(['rows_above_header', 'mapping_remembered']);
  expect(again.record.notices.at(-1)).toEqual({
    code: 'mapping_remembered',
    values: {
      count: 3,
      columns: ' articel  → SKU, NAM → Name, Prise → Price',
      'columns.zh': ' articel  → 编码, NAM → 名称, Prise → 价格',
    },
  });
  const forgotten = await run(RENAMED, { headerChoices, options: { mapping: {} } });
  expect(forgotten.record.error?.code).toBe('missing_columns');
});

test('of another header a choice is proposed, and not followed', async () => {
  const { record } = await run(RENAMED, { options: { mapping: MAPPED } });
  const headerChoices = await services.tasks.headerChoices(record.owner, 'prices');
  saved = [];
  const other = await run(
    [
      ['Articel', 'Nam', 'Prise', 'Colour'],
      ['a', 'A', 1, 'red'],
    ],
    {
      headerChoices,
    },
  );
  expect(saved).toEqual([]);
  expect(other.record.error?.code).toBe('missing_columns');
  expect(layoutOf(other).proposed).toEqual({ Articel: 'sku', Nam: 'name', Prise: 'price' });
});

test('of several rows the header of the last choice is taken, and told', async () => {
  const lines = [
    ['SKU', 'Name', 'Price', 'Note'],
    ['old', 'Old', 1, 'x'],
    ['SKU', 'Name', 'Price', 'Note', 'Extra'],
    ['new', 'New', 2, 'y', 'z'],
  ];
  const { record } = await run(lines, { options: { headerRow: 3 } });
  const headerChoices = await services.tasks.headerChoices(record.owner, 'prices');
  saved = [];
  const again = await run(lines, { headerChoices });
  expect(saved).toMatchObject([{ number: 4, sku: 'new' }]);
  expect(noticeCodes(again)).toContain('header_remembered');
});

test('choices for several headers are followed side by side', async () => {
  const first = await run(RENAMED, { options: { mapping: MAPPED } });
  const { owner } = first.record;
  const other = [
    ['Code', 'Title', 'Cost'],
    ['c', 'C', 3],
  ];
  const mapping = { Code: 'sku', Title: 'name', Cost: 'price' };
  await run(other, { owner, options: { mapping } });
  const headerChoices = await services.tasks.headerChoices(owner, 'prices');
  saved = [];
  await run(RENAMED, { headerChoices });
  await run(other, { headerChoices });
  expect(saved).toMatchObject([{ sku: 'a' }, { sku: 'c', name: 'C', price: 3 }]);
});
