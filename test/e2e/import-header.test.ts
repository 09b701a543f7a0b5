/**
 * Workbooks and text files whose header is not as the template has it, over HTTP: further down,
 * renamed, or one of several rows; in both languages.
 */
import { UploadOptions } from '@longshore/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeSheets, makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

let system: System;

beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 1 });
});
afterAll(() => system?.stop());

type Rows = readonly (readonly unknown[])[];

const FORMS = {
  'products.xlsx': (rows: Rows) => makeWorkbook(rows),
  'products.csv': async (rows: Rows) =>
    Buffer.from(rows.map((row) => `${row.join(',')}\r\n`).join('')),
};
const NAMES = ['products.xlsx', 'products.csv'] as const;

interface Asked {
  readonly owner: string;
  readonly options?: object;
  readonly language?: string;
}

async function registered(
  name: string,
  bytes: Uint8Array,
  { owner, options, language = 'en' }: Asked,
) {
  const fields = options === undefined ? {} : { options: JSON.stringify(options) };
  const headers = { 'accept-language': language };
  return system.registerImport('products', { name, bytes }, { owner, fields, headers });
}

/** The record of an upload once its task has ended, with the accounts that add up. */
async function ended(taskId: string, { owner, language = 'en' }: Asked) {
  const headers = { 'accept-language': language };
  const answer = await system.finished(taskId, { owner, headers });
  const { total, succeeded, failed, unprocessed } = answer.counts ?? {};
  if (total != null) expect((succeeded ?? 0) + (failed ?? 0) + (unprocessed ?? 0)).toBe(total);
  return { answer, record: await system.record(taskId, { owner, headers }) };
}

async function imported(name: string, bytes: Uint8Array, asked: Asked) {
  const { status, body } = await registered(name, bytes, asked);
  expect(status, JSON.stringify(body)).toBe(202);
  return ended(body.taskId, asked);
}

const savedNames = async (prefix: string) =>
  (
    await query<{ name: string }>(
      system,
      `SELECT name FROM products WHERE sku LIKE '${prefix}%' ORDER BY sku`,
    )
  ).map(({ name }) => name);

describe.each(NAMES)('of %s', (name) => {
  const bytesOf = FORMS[name];
  const tag = name.slice(-4).replace('.', '').toUpperCase();
  const good = (number: number) => [`${tag}-${number}`, `Good ${number}`, '图书', 1, '上架'];
  const bad = (number: number) => [`${tag}-${number}`, `Bad ${number}`, '图书', 'x', '上架'];

  test('a header in row 3 under a title is found; issues have the row numbers of the file', async () => {
    const owner = `title-${name}`;
    const bytes = await bytesOf([
      ['商品清单'],
      ['2026-11'],
      ['商品编码', '商品名称', '分类', '价格', '状态'],
      good(1),
      bad(2),
      good(3),
    ]);
    const { answer, record } = await imported(name, bytes, { owner });
    expect(answer.counts).toMatchObject({ total: 3, succeeded: 2, failed: 1 });
    const issues = await system.call<{ items: { row: number; column: string }[] }>(
      `/api/tasks/${record.taskId}/first-issues`,
      { owner },
    );
    expect(issues.body.items).toMatchObject([{ row: 5, column: 'Price' }]);
    expect(await savedNames(`${tag}-`)).toEqual(['Good 1', 'Good 3']);
  });

  test('renamed columns are told and proposed, and the same upload goes on with a mapping', async () => {
    const owner = `renamed-${name}`;
    const asked = { owner, language: 'zh' };
    const header = ['货号', 'Nam', '分类', '价钱', '状态'];
    const bytes = await bytesOf([['商品清单'], header, good(4), bad(5)]);
    const { record } = await imported(name, bytes, asked);
    expect(record).toMatchObject({ phase: 'failed', counts: { succeeded: 0, failed: 0 } });
    expect(record.error?.message).toMatch(
      /缺少列 商品编码、商品名称、价格。按第 2 行读取表头：货号, Nam, 分类, 价钱, 状态。“Nam”是否为“商品名称”？/,
    );
    const layout = record.error?.layout;
    expect(layout).toMatchObject({
      headerRow: 2,
      proposed: { Nam: 'name', 分类: 'category', 状态: 'status' },
    });
    const mapping = { ...layout?.proposed, 货号: 'sku', 价钱: 'price' };
    const options = UploadOptions.parse({ headerRow: layout?.headerRow, mapping });
    await system.client({ owner }).retryTask(record.taskId, { options });
    const again = await ended(record.taskId, asked);
    expect(again.answer).toMatchObject({
      phase: 'partial',
      counts: { total: 2, succeeded: 1, failed: 1 },
    });
    const errors = await readWorkbook(
      new Uint8Array(await (await fetch(`${system.url}${again.answer.issuesUrl}`)).arrayBuffer()),
    );
    expect(errors.rows[0]?.slice(0, header.length)).toEqual(header);
    expect(errors.rows[1]?.at(-2)).toMatch(/^价钱: /);
    expect(errors.rows[1]).toContain('第 4 行');

    const corrected = errors.rows.map((row) => row.map((cell) => (cell === 'x' ? 2 : cell)));
    const mended = await imported('errors.xlsx', await makeWorkbook(corrected), asked);
    expect(mended.answer).toMatchObject({ phase: 'succeeded', counts: { total: 1, succeeded: 1 } });
    const { counts } = await system.record(record.taskId, { owner });
    expect(counts).toMatchObject({ total: 2, succeeded: 2, failed: 0 });
  });

  test('two rows that can be the header are asked about, never guessed', async () => {
    const owner = `two-${name}`;
    const header = ['SKU', 'Name', 'Category', 'Price', 'Status'];
    const bytes = await bytesOf([header, good(6), [], header, good(7)]);
    const { record } = await imported(name, bytes, { owner });
    expect(record.error).toMatchObject({
      code: 'header_unclear',
      message: expect.stringContaining('The rows 1, 4 of the sheet'),
      choices: [{ options: { headerRow: 1 } }, { options: { headerRow: 4 } }],
    });
    const options = { headerRow: 4 };
    await system.client({ owner }).retryTask(record.taskId, { options });
    const { answer } = await ended(record.taskId, { owner });
    expect(answer.counts).toMatchObject({ total: 1, succeeded: 1 });
  });
});

test('a choice is followed the next time for the same header, and told; for others proposed', async () => {
  const owner = 'regular';
  const header = ['Article', 'Label', 'Category', 'Price', 'Status'];
  const mapping = { Article: 'sku', Label: 'name' };
  const row = (sku: string) => [sku, sku, '图书', 1, '上架'];
  const first = await imported('a.xlsx', await makeWorkbook([header, row('REG-1')]), {
    owner,
    options: { mapping },
  });
  expect(first.record.notices).toEqual([]);
  const second = await imported('b.xlsx', await makeWorkbook([['Title'], header, row('REG-2')]), {
    owner,
  });
  expect(second.answer).toMatchObject({ phase: 'succeeded', counts: { total: 1, succeeded: 1 } });
  expect(second.record.notices.map(({ message }) => message)).toContain(
    '2 columns were read as you chose the last time, because the header is the same: Article → SKU, Label → Name.',
  );
  const others = [...header, 'Colour'];
  const third = await imported('c.xlsx', await makeWorkbook([others, [...row('REG-3'), 'red']]), {
    owner,
  });
  expect(third.record.error).toMatchObject({
    code: 'missing_columns',
    layout: { proposed: { Article: 'sku', Label: 'name' } },
  });
  const stranger = await imported('d.xlsx', await makeWorkbook([header, row('REG-4')]), {
    owner: 'stranger',
  });
  expect(stranger.record.error?.layout?.proposed).not.toMatchObject({ Article: 'sku' });
  expect(await savedNames('REG-')).toEqual(['REG-1', 'REG-2']);
});

test('a workbook whose first sheet is a guide names its sheets; another one is chosen', async () => {
  const owner = 'guided';
  const bytes = await makeSheets({
    Guide: [['How to fill in']],
    Data: [['Code'], ['GUI-1']],
  });
  const { record } = await imported('guide.xlsx', bytes, { owner });
  expect(record.error?.message).toContain('Other sheets: Data.');
  await system.client({ owner }).retryTask(record.taskId, { options: { sheet: 'Data' } });
  const again = await ended(record.taskId, { owner });
  expect(again.record.error?.layout).toMatchObject({ sheet: 'Data', sheets: ['Guide', 'Data'] });
});

test('a mapping that the type cannot follow is a 422, and nothing is registered', async () => {
  const owner = 'wrong';
  const bytes = await makeWorkbook([['a'], ['b']]);
  const mapping = { a: 'colour', b: 'sku', ' B* ': 'name', c: 'sku' };
  const { status, body } = await registered('x.xlsx', bytes, { owner, options: { mapping } });
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { path: 'options.mapping.a', message: 'must be one of sku, name, category, price, status' },
    { path: 'options.mapping. B* ', message: 'is named twice' },
    { path: 'options.mapping.c', message: 'gives sku a second column' },
  ]);
  expect((await system.status({ kind: 'import', type: 'products' }, { owner })).status).toBe(0);
});
