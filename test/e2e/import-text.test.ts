/** Imports of delimited text over HTTP: the same outcome as of a workbook, in every encoding. */
import { existsSync, readFileSync } from 'node:fs';
import type { RowIssue, TaskResultOut } from '@longshore/contract';
import { archive } from '@longshore/workbook/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { encodeGb18030 } from '../support/encode-gb18030.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

let system: System;
let db: pg.Client;

beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 2 });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

interface Upload {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly owner: string;
  readonly name?: string;
  readonly options?: object;
  /** Accept-Language: suggests the encoding of a text file. */
  readonly language?: string;
}

async function register({
  type,
  bytes,
  owner,
  name = 'upload.csv',
  options,
  language = 'en',
}: Upload): Promise<string> {
  const fields = options === undefined ? {} : { options: JSON.stringify(options) };
  const { status, body } = await system.registerImport(
    type,
    { name, bytes },
    {
      owner,
      fields,
      headers: { 'accept-language': language },
    },
  );
  expect(status, JSON.stringify(body)).toBe(202);
  return body.taskId;
}

async function imported(upload: Upload): Promise<TaskResultOut> {
  return system.finished(await register(upload), { owner: upload.owner });
}

const download = async (url: string | null) =>
  readWorkbook(new Uint8Array(await (await fetch(system.url + url)).arrayBuffer()));
const textOf = (cell: unknown): string =>
  cell === null
    ? ''
    : cell instanceof Date
      ? cell.toISOString().slice(0, 19).replace('T', ' ')
      : String(cell);
const lineOf = (row: readonly unknown[], delimiter: string): string =>
  row
    .map((cell) =>
      /["\n;\t]/.test(textOf(cell)) ? `"${textOf(cell).replaceAll('"', '""')}"` : textOf(cell),
    )
    .join(delimiter);
const textFile = (rows: readonly (readonly unknown[])[], delimiter: string): string =>
  rows.map((row) => `${lineOf(row, delimiter)}\r\n`).join('');

const HEADER = '商品编码,商品名称,分类,价格,状态\n';
const anyCategory = async () =>
  (await db.query<{ name: string }>('SELECT name FROM categories ORDER BY code LIMIT 1')).rows[0]
    ?.name;

test('bad rows come back as a workbook with the upload’s own columns, and name rows as a spreadsheet shows them', async () => {
  const owner = 'grocer';
  const category = await anyCategory();
  const lines = [
    `T-1,"two\nlines, ""quoted""",${category},9.5,上架`,
    '',
    `T-2,bad, or not,${category},1,上架`,
    `T-3,bad price,${category},-1,上架`,
  ];
  const bytes = Buffer.from(`${HEADER}${lines.join('\n')}\n007,good,${category}, １２ ,下架`);
  const done = await imported({ type: 'products', bytes, owner, name: 'March prices.csv' });
  expect(done).toMatchObject({
    phase: 'partial',
    counts: { total: 4, succeeded: 2, failed: 2 },
    fileName: 'March prices (errors).xlsx',
  });
  const issues = await system.call<{ items: RowIssue[] }>(
    `/api/tasks/${done.taskId}/first-issues`,
    { owner },
  );
  expect(issues.body.items).toMatchObject([
    { row: 4, column: null, code: 'ragged_row' },
    { row: 5, column: 'Price' },
  ]);
  const { sheet, rows } = await download(done.issuesUrl);
  expect(sheet).toBe('March prices');
  expect(rows[1]).toEqual([
    'T-2',
    'bad',
    ' or not',
    category,
    '1',
    '上架',
    'Row 4',
    'has 6 cells under 5 headers: put values that hold the delimiter in quotes',
    expect.stringMatching(/^R1-4-/),
  ]);
  expect(rows[2]?.slice(0, 5)).toEqual(['T-3', 'bad price', category, '-1', '上架']);
  expect(rows[2]?.at(-2)).toBe('价格: must be >= 0');
  const saved = await db.query(
    "SELECT sku, name, price::float AS price, status FROM products WHERE sku IN ('T-1', '007') ORDER BY sku",
  );
  expect(saved.rows).toEqual([
    { sku: '007', name: 'good', price: 12, status: 0 },
    { sku: 'T-1', name: 'two\nlines, "quoted"', price: 9.5, status: 1 },
  ]);
});

test('a csv export can be imported and changes nothing', async () => {
  const owner = 'round-trip';
  const all = async () =>
    (
      await db.query(
        'SELECT sku, name, category, price::float AS price, status FROM products ORDER BY sku',
      )
    ).rows;
  const before = await all();
  const { body } = await system.registerExport({ type: 'products', format: 'csv' }, { owner });
  const { url } = await system.finished(body.taskId, { owner });
  const bytes = new Uint8Array(await (await fetch(system.url + url)).arrayBuffer());
  const done = await imported({ type: 'products', bytes, owner });
  expect(done).toMatchObject({
    phase: 'succeeded',
    counts: { total: before.length, succeeded: before.length, failed: 0 },
  });
  expect(await all()).toEqual(before);
});

test('a file is read as what it is, whatever its name', async () => {
  const category = await anyCategory();
  const row = ['N-1', 'name', category, 1, '上架'];
  const workbook = await makeWorkbook([HEADER.trim().split(','), row]);
  const counts = { total: 1, succeeded: 1, failed: 0 };
  expect(
    await imported({ type: 'products', bytes: workbook, owner: 'a', name: 'a.csv' }),
  ).toMatchObject({ counts });
  const text = Buffer.from(`${HEADER}${row.join(',')}`);
  expect(
    await imported({ type: 'products', bytes: text, owner: 'b', name: 'b.xlsx' }),
  ).toMatchObject({ counts });
  expect(await imported({ type: 'products', bytes: text, owner: 'c', name: 'c' })).toMatchObject({
    counts,
  });
});

test('what stands beyond the first 1,000 columns is not read', async () => {
  const bytes = Buffer.from(`${HEADER}T-4,bad price,x,-1,上架${','.repeat(2_000)}stray\n`);
  const done = await imported({ type: 'products', bytes, owner: 'stray' });
  const [header, row] = (await download(done.issuesUrl)).rows;
  expect(header).toEqual([
    ...HEADER.trim().split(','),
    'Row in upload',
    'Reasons',
    'Row id (keep)',
  ]);
  expect(row).not.toContain('stray');
});

test('a sheet that the file does not have', async () => {
  const bytes = Buffer.from(`${HEADER}T-4,name,x,1,上架\n`);
  const done = await imported({
    type: 'products',
    bytes,
    owner: 'sheets',
    name: 'a.csv',
    options: { sheet: 'March' },
  });
  expect(done).toMatchObject({
    phase: 'failed',
    message: 'The file has no sheet "March"; its sheets: a.',
  });
});

test('encoding and delimiter can be told', async () => {
  const bytes = Buffer.from(
    `${HEADER}T-3,a;b,${await anyCategory()},1,上架\n`.replaceAll(',', '^'),
    'utf16le',
  );
  const done = await imported({
    type: 'products',
    bytes,
    owner: 'teller',
    options: { encoding: 'utf-16le', delimiter: '^' },
  });
  expect(done).toMatchObject({ phase: 'succeeded', counts: { total: 1, succeeded: 1 } });
  const wrong = {
    fields: { options: '{"encoding":"klingon","delimiter":"||"}' },
    owner: 'teller',
  };
  expect(await system.registerImport('products', { name: 'a.csv', bytes }, wrong)).toMatchObject({
    status: 422,
    body: {
      code: 'invalid_params',
      errors: [{ path: 'options.encoding' }, { path: 'options.delimiter' }],
    },
  });
});

test('the decimal sign is what the file proves, or what its sender says', async () => {
  const owner = 'decimal';
  const category = await anyCategory();
  const priced = (prices: readonly string[], options: object = {}) => {
    const lines = prices.map((price, i) => `D-${i},name,${category},${price},上架`);
    const text = (HEADER + lines.join('\n')).replaceAll(',', ';').replaceAll('^', ',');
    return imported({ type: 'products', bytes: Buffer.from(text), owner, options });
  };
  const saved = async () =>
    (
      await db.query<{ price: number }>(
        "DELETE FROM products WHERE sku LIKE 'D-%' RETURNING price::float AS price",
      )
    ).rows
      .map(({ price }) => price)
      .sort((a, b) => a - b);
  expect(await priced(['2^750', '0^125', '1.234'])).toMatchObject({ phase: 'succeeded' });
  expect(await saved()).toEqual([0.125, 2.75, 1234]);
  const refused = await priced(['1^234']);
  expect(refused).toMatchObject({ counts: { total: 1, succeeded: 0, failed: 1 } });
  expect((await download(refused.issuesUrl)).rows[1]?.at(-2)).toBe(
    '价格: 1,234 can mean 1234 or 1.234; say options.decimal',
  );
  expect(await saved()).toEqual([]);
  expect(await priced(['1^234'], { decimal: '.' })).toMatchObject({ phase: 'succeeded' });
  expect(await saved()).toEqual([1234]);
});

test.each([
  ['neither a workbook nor text', Buffer.from([1, 2, 3]), 'unsupported_format'],
  [
    'an old workbook',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(3_000_000)]),
    'old_workbook',
  ],
  ['nothing', Buffer.alloc(0), 'empty_file'],
])('%s is refused at once and leaves nothing', async (_, bytes, code) => {
  const stored = system.storedFiles().length;
  const { status, body } = await system.registerImport(
    'products',
    { name: 'a.csv', bytes },
    { owner: 'clumsy' },
  );
  expect([status, body.code]).toEqual([422, code]);
  expect(
    await system.status({ kind: 'import', type: 'products' }, { owner: 'clumsy' }),
  ).toMatchObject({ status: 0 });
  expect(system.storedFiles()).toHaveLength(stored);
});

test.each([
  ['only a header', HEADER, 'no_rows', /"a"/],
  ['only blank lines', '\ufeff\n\n', 'no_rows', /"a"/],
  ['a header of something else', 'a,b\n1,2\n', 'missing_columns', /lacks the columns SKU, Name/],
  [
    'an open quote',
    `${HEADER}T-9,"ok\nline",x,1,上架\nT-9,"open,x,1,上架\n`,
    'bad_quote',
    /line 4 at character 5/,
  ],
  ['text behind a quote', `${HEADER}T-9,"a"b,x,1,上架\n`, 'bad_quote', /line 2 at character 8/],
  ['a line without an end', `${HEADER}T-9,${'x'.repeat(2_000_000)}`, 'line_too_long', /line 2/],
])('%s fails with a sentence and saves nothing', async (_, text, code, sentence) => {
  const done = await imported({
    type: 'products',
    bytes: Buffer.from(text),
    owner: 'failing',
    name: 'a.csv',
  });
  expect(done).toMatchObject({
    phase: 'failed',
    state: false,
    message: expect.stringMatching(sentence),
  });
  expect((await system.record(done.taskId ?? '', { owner: 'failing' })).error).toMatchObject({
    code,
  });
  expect((await db.query("SELECT 1 FROM products WHERE sku = 'T-9'")).rows).toEqual([]);
});

test('bytes that do not fit the encoding of the rest are told in the owner’s language', async () => {
  const bytes = Buffer.concat([
    Buffer.from(HEADER),
    Buffer.alloc(2_000_000, 'T-9,a,b,1,上架\n'),
    Buffer.from([0xff, 0xff]),
  ]);
  const done = await imported({ type: 'products', bytes, owner: 'mixed' });
  const { message } = await system.status(
    { taskId: done.taskId ?? '' },
    { owner: 'mixed', headers: { 'accept-language': 'zh' } },
  );
  expect(message).toContain('UTF-8');
  expect(message).toMatch(/[\u4e00-\u9fff]/);
});

test('a file whose encoding is not clear is asked about, with its readings', async () => {
  const bytes = Buffer.from('sku,name,price\nT-9,Café Málaga,1\n', 'latin1');
  const upload = { type: 'products', bytes, owner: 'asked', language: 'zh-CN' };
  const failed = await imported(upload);
  const { error } = await system.record(failed.taskId ?? '', { owner: 'asked' });
  expect(error).toMatchObject({ code: 'encoding_unclear' });
  expect(error?.message).toContain('windows-1252: T-9,Café Málaga');
});

test('the answer to that question runs the same upload again, as long as no row was settled', async () => {
  const owner = 'answered';
  const bytes = Buffer.from(
    `${RETAIL_HEADER}R-9,A1,Café Málaga,1,2026-01-31 10:00,1.5,17,Spain\n`,
    'latin1',
  );
  const taskId = await register({ type: 'retail', bytes, owner, language: 'zh-CN' });
  await system.finished(taskId, { owner });
  const { error } = await system.record(taskId, { owner });
  const choice = error?.choices?.find(({ options }) => options.encoding === 'windows-1252');
  expect(choice?.sample.join()).toContain('Café Málaga');

  const retry = (options?: object) =>
    system.call(`/api/tasks/${taskId}/retry`, { owner, json: { options } });
  expect((await retry({ encoding: 'klingon' })).status).toBe(422);
  expect((await retry(choice?.options)).status).toBe(202);
  expect(await system.finished(taskId, { owner })).toMatchObject({ phase: 'succeeded' });
  const saved = await db.query(
    "DELETE FROM retail_lines WHERE invoice_no = 'R-9' RETURNING description",
  );
  expect(saved.rows).toEqual([{ description: 'Café Málaga' }]);
  expect(await retry(choice?.options)).toMatchObject({ status: 409 });
});

const RETAIL_HEADER =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

const REAL = new URL('../../../shared/data/online-retail-50k.xlsx', import.meta.url);
const ROWS = 20_000;

test.runIf(existsSync(REAL))(
  'rows of the real retail workbook end the same as GBK with semicolons, as UTF-16 with tabs, and as a workbook',
  { timeout: 300_000 },
  async () => {
    const source = (await readWorkbook(readFileSync(REAL))).rows.slice(0, ROWS + 1);
    const rows = source.map((row, i) =>
      row.map((cell, column) => (i > 0 && column === 2 ? `${textOf(cell)}；（件）` : cell)),
    );
    const outcomeOf = async (name: string, bytes: Uint8Array) => {
      const { counts, phase, issuesUrl } = await imported({
        type: 'retail',
        bytes,
        owner: `retail-${name}`,
        name,
        language: 'zh-CN',
      });
      // without the row id, the last column, which names the task
      const failed = (await download(issuesUrl)).rows.map((row) => row.slice(0, -1).map(textOf));
      const { rows: saved } = await db.query('DELETE FROM retail_lines RETURNING *');
      return {
        counts,
        phase,
        failed,
        saved: saved.map(({ id, ...line }) => JSON.stringify(line)).sort(),
      };
    };
    const asWorkbook = await outcomeOf('rows.xlsx', await makeWorkbook(rows));
    expect(asWorkbook).toMatchObject({
      phase: 'partial',
      counts: { total: ROWS, unprocessed: 0 },
    });
    expect(asWorkbook.failed.length).toBeGreaterThan(1_000);
    expect(asWorkbook.saved).toHaveLength(asWorkbook.counts?.succeeded ?? 0);
    expect(await outcomeOf('rows.csv', encodeGb18030(textFile(rows, ';')))).toEqual(asWorkbook);
    expect(
      await outcomeOf('rows.tsv', Buffer.from(`\ufeff${textFile(rows, '\t')}`, 'utf16le')),
    ).toEqual(asWorkbook);
  },
);

test('an archive of texts in several forms is one import, whose issues name their files', async () => {
  const owner = 'archivist';
  const category = await anyCategory();
  const names = ['商品编码', '商品名称', '分类', '价格', '状态'];
  const row = (sku: string, price: string) => [sku, 'packed', category, price, '上架'];
  const zip = archive([
    { name: 'a/north.csv', data: [names, row('Z-1', '1')].map((one) => one.join('^')).join('\n') },
    { name: 'south.txt', data: [names, row('Z-2', '2')].map((one) => one.join('^')).join('\n') },
    { name: '__MACOSX/a/._north.csv', data: 'x' },
  ]);
  const options = { delimiter: '^' };
  const packed = { type: 'products', bytes: zip, owner, name: 'all.zip' };
  expect(await imported({ ...packed, options })).toMatchObject({
    phase: 'succeeded',
    counts: { total: 2, succeeded: 2 },
    notices: 1,
  });
  const lines = [
    JSON.stringify({ sku: 'Z-3', name: 'x', category, price: 3, status: '上架' }),
    JSON.stringify({ sku: 'Z-4', name: ['x'], category, price: 4, status: '上架' }),
  ];
  const bytes = archive([{ name: 'all.jsonl', data: lines.join('\n') }]);
  const done = await imported({ ...packed, bytes });
  expect(done).toMatchObject({ phase: 'partial', counts: { total: 2, succeeded: 1, failed: 1 } });
  const issues = await system.call<{ items: RowIssue[] }>(
    `/api/tasks/${done.taskId}/first-issues`,
    { owner },
  );
  expect(issues.body.items).toMatchObject([{ file: 'all.jsonl', row: 2, code: 'nested_value' }]);
});

test('text that a control character delimits is taken where the caller says so', async () => {
  const owner = 'mainframe';
  const category = await anyCategory();
  const line = ['U-1', 'unit', category, '1', '上架'].join('\u001f');
  const bytes = Buffer.from(`${HEADER.replaceAll(',', '\u001f')}${line}\n`);
  const upload = { type: 'products', bytes, owner };
  expect(await imported({ ...upload, options: { delimiter: '\u001f' } })).toMatchObject({
    phase: 'succeeded',
  });
});
