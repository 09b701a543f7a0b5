/**
 * The error workbook as a person has it: opened, corrected in the place, and uploaded again, by
 * other programs than ours.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskResultOut } from '@longshore/contract';
import ExcelJS from 'exceljs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const hasLibreOffice = spawnSync('soffice', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'longshore-error-workbook-'));
const RED = 'FFFFC7CE';

let system: System;
let db: pg.Client;
let category: string;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl') });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
  const { rows } = await db.query<{ name: string }>('SELECT name FROM categories LIMIT 1');
  category = rows[0]?.name ?? '';
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly owner: string;
  readonly name?: string;
  readonly language?: 'en' | 'zh' | 'de' | 'ja';
  readonly options?: object;
}

async function imported(
  type: string,
  bytes: Uint8Array,
  { owner, name = 'upload.xlsx', language = 'en', options = {} }: Asked,
): Promise<TaskResultOut> {
  const fields = { language, options: JSON.stringify(options) };
  const { status, body } = await system.registerImport(type, { name, bytes }, { owner, fields });
  expect(status, JSON.stringify(body)).toBe(202);
  return system.finished(body.taskId, { owner });
}

async function downloaded({ issuesUrl }: TaskResultOut): Promise<Uint8Array> {
  const response = await fetch(system.url + issuesUrl);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

async function opened(bytes: Uint8Array) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('the workbook has no sheet');
  return { book, sheet };
}

const savedBy = async (book: ExcelJS.Workbook) => new Uint8Array(await book.xlsx.writeBuffer());

function savedByLibreOffice(bytes: Uint8Array): Uint8Array {
  const [input, out] = [join(folder, 'form.xlsx'), join(folder, 'out')];
  writeFileSync(input, bytes);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const args = ['--headless', profile, '--convert-to', 'xlsx', '--outdir', out, input];
  execFileSync('soffice', args, { stdio: 'ignore', timeout: 120_000 });
  return readFileSync(join(out, 'form.xlsx'));
}

const isRed = (cell: ExcelJS.Cell): boolean =>
  cell.fill?.type === 'pattern' && cell.fill.fgColor?.argb === RED;
const noteOf = (cell: ExcelJS.Cell): string => JSON.stringify(cell.note ?? '');

const OURS = {
  en: ['Row in upload', 'Reasons', 'Row id (keep)'],
  zh: ['上传文件行号', '错误原因', '行标识（请保留）'],
  de: ['Zeile im Upload', 'Gründe', 'Zeilenkennung (behalten)'],
  ja: ['アップロードの行番号', 'エラーの理由', '行 ID（残す）'],
};
const PRODUCTS = ['商品编码', '商品名称', '分类', '价格', '状态'];
const products = async (prefix: string) =>
  (
    await db.query(
      'SELECT sku, name, price::float AS price, status FROM products WHERE sku LIKE $1 ORDER BY sku',
      [`${prefix}%`],
    )
  ).rows;

describe('an import with mistakes', () => {
  const uploadOf = (prefix: string) =>
    makeWorkbook(
      [
        PRODUCTS,
        [`${prefix}1`, 'fine', category, 1, '上架'],
        [`${prefix}2`, 'two faults', category, -1, '停售'],
        [`${prefix}3`, '', category, 1234.5, '上架'],
        [`${prefix}4`, '12345678901234567890', 'no such category', 2, '下架'],
      ],
      'Price list',
    );

  test.each([
    [
      'de',
      /^价格: muss >= 0 sein; 状态: muss eines von diesen sein: On sale, Off sale$/,
      'Zeile 3',
    ],
    [
      'ja',
      /^价格: 0 以上にしてください; 状态: 次のいずれかにしてください: On sale、Off sale$/,
      '3 行目',
    ],
  ] as const)(
    'in %s has a form that is known when it comes back',
    async (language, reasons, row) => {
      const owner = `form-${language}`;
      const prefix = `F${language}-`.toUpperCase();
      const done = await imported('products', await uploadOf(prefix), { owner, language });
      const { book, sheet } = await opened(await downloaded(done));
      expect(sheet.getRow(1).values).toEqual([undefined, ...PRODUCTS, ...OURS[language]]);
      expect(sheet.getCell('F2').value).toBe(row);
      expect(sheet.getCell('G2').value).toMatch(reasons);
      for (const [cell, value] of [
        ['D2', 1],
        ['E2', '上架'],
        ['B3', 'named'],
        ['C4', category],
      ] as const)
        sheet.getCell(cell).value = value;
      const mended = await imported('products', await savedBy(book), { owner, language: 'en' });
      expect(mended).toMatchObject({ counts: { total: 3, succeeded: 3, failed: 0 } });
      expect(await products(prefix)).toHaveLength(4);
    },
  );

  test('gives a form with its own cells, red where they are wrong, and what the template offers', async () => {
    const done = await imported('products', await uploadOf('FORM-'), {
      owner: 'form',
      language: 'zh',
    });
    expect(done).toMatchObject({ phase: 'partial', counts: { total: 4, succeeded: 1, failed: 3 } });
    const { sheet } = await opened(await downloaded(done));
    expect(sheet.name).toBe('Price list');
    expect(sheet.getRow(1).values).toEqual([undefined, ...PRODUCTS, ...OURS.zh]);
    expect(sheet.getRow(2).values).toEqual([
      undefined,
      ...['FORM-2', 'two faults', category, -1, '停售', '第 3 行'],
      expect.stringMatching(/^价格: .+; 状态: .+/),
      expect.stringMatching(/^R1-3-/),
    ]);
    expect(sheet.getCell('D2').numFmt).toBe('#,##0.00');
    expect(sheet.getCell('A2').numFmt).toBe('@');
    expect(sheet.getColumn(2).width).toBe(32);
    expect(['A2', 'B2', 'C2', 'D2', 'E2'].filter((ref) => isRed(sheet.getCell(ref)))).toEqual([
      'D2',
      'E2',
    ]);
    expect(noteOf(sheet.getCell('D2'))).toContain('必须大于或等于 0');
    expect(isRed(sheet.getCell('C4'))).toBe(true);
    expect(sheet.getCell('B4').value).toBe('12345678901234567890');
    expect(sheet.getCell('E2').dataValidation.formulae).toEqual(['"上架,下架"']);
    expect(noteOf(sheet.getCell('A1'))).toMatch(/Required|必填/);
    expect(sheet.getCell('A1').font?.color?.argb).toBe('FFC00000');
  });

  test.each([
    ['exceljs', true],
    ['LibreOffice', hasLibreOffice],
  ])(
    'is corrected in the form, saved by %s, and all of it is saved',
    async (program, isHere) => {
      if (!isHere) return console.warn(`SKIPPED: ${program} is not installed`);
      const prefix = `${program}-`;
      const owner = program;
      const done = await imported('products', await uploadOf(prefix), { owner });
      const { book, sheet } = await opened(await downloaded(done));
      sheet.getCell('D2').value = 1;
      sheet.getCell('E2').value = '下架';
      sheet.getCell('B3').value = '007';
      sheet.getCell('C4').value = category;
      const bytes = await savedBy(book);
      const corrected = program === 'exceljs' ? bytes : savedByLibreOffice(bytes);
      expect(await imported('products', corrected, { owner })).toMatchObject({
        phase: 'succeeded',
        counts: { total: 3, succeeded: 3, failed: 0, unprocessed: 0 },
        issuesUrl: null,
      });
      expect(await system.record(done.taskId ?? '', { owner })).toMatchObject({
        phase: 'succeeded',
        counts: { total: 4, succeeded: 4, failed: 0, unprocessed: 0 },
        issues: null,
      });
      expect(await imported('products', corrected, { owner })).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('All rows of this error workbook were saved before'),
      });
      expect(await products(prefix)).toEqual([
        { sku: `${prefix}1`, name: 'fine', price: 1, status: 1 },
        { sku: `${prefix}2`, name: 'two faults', price: 1, status: 0 },
        { sku: `${prefix}3`, name: '007', price: 1234.5, status: 1 },
        { sku: `${prefix}4`, name: '12345678901234567890', price: 2, status: 0 },
      ]);
    },
    180_000,
  );

  test('that comes back as it was, in the other language, fails for the same rows and piles nothing up', async () => {
    const owner = 'stubborn';
    const first = await imported('products', await uploadOf('SAME-'), { owner, language: 'zh' });
    const bytes = await downloaded(first);
    const header = (await readWorkbook(bytes)).rows[0];
    expect(header).toEqual([...PRODUCTS, ...OURS.zh]);
    const form = hasLibreOffice ? savedByLibreOffice(bytes) : bytes;
    const again = await imported('products', form, { owner });
    expect(again).toMatchObject({ counts: { total: 3, succeeded: 0, failed: 3 } });
    const { rows } = await readWorkbook(await downloaded(again));
    expect(rows[0]).toEqual([...PRODUCTS, ...OURS.en]);
    expect(rows.map((row) => row.slice(0, 5))).toEqual(
      (await readWorkbook(bytes)).rows.map((row) => row.slice(0, 5)),
    );
    expect(rows.map((row) => row[5])).toEqual(['Row in upload', 'Row 2', 'Row 3', 'Row 4']);
  }, 180_000);

  test('keeps the moments of its rows', async () => {
    const owner = 'retailer';
    const at = new Date('2011-03-27T01:30:15Z');
    const header = [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ];
    const line = ['536365', '85123A', 'HEART', 0, at, 2.55, 17850, 'United Kingdom'];
    const fields = { timeZone: 'Asia/Shanghai' };
    const { body } = await system.registerImport(
      'retail',
      { name: 'lines.xlsx', bytes: await makeWorkbook([header, line]) },
      { owner, fields },
    );
    const done = await system.finished(body.taskId, { owner });
    const { sheet } = await opened(await downloaded(done));
    expect(sheet.getCell('E2').value).toEqual(at);
    expect(sheet.getCell('E2').numFmt).toBe('yyyy-mm-dd hh:mm');
    expect(noteOf(sheet.getCell('E1'))).toContain('Asia/Shanghai');
  });
});

test('a text file comes back as a form, or as text where that was asked for', async () => {
  const owner = 'texts';
  const head = PRODUCTS.join(';');
  const lines = [
    `TXT-1;fine;${category};1,5;上架`,
    `TXT-2;=1+1;${category};2,5;停售`,
    `TXT-3;"a;b";${category};-3,25;上架`,
  ];
  const file = new TextEncoder().encode([head, ...lines].join('\n'));
  const form = await imported('products', file, { owner, name: 'prices.csv', language: 'zh' });
  const { sheet } = await opened(await downloaded(form));
  expect(sheet.getCell('E2').dataValidation.formulae).toEqual(['"上架,下架"']);
  expect(isRed(sheet.getCell('E2'))).toBe(true);

  const options = { issuesFormat: 'csv' };
  const done = await imported('products', file, { owner, name: 'prices.csv', options });
  const record = await system.record(done.taskId ?? '', { owner });
  expect(record.issues?.name).toBe('prices (errors).csv');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await downloaded(done));
  expect(text.split('\r\n')).toEqual([
    `\ufeff${[head, ...OURS.en].join(';')}`,
    expect.stringMatching(`^TXT-2;'=1\\+1;${category};2,5;停售;Row 3;状态: .*;R1-3-`),
    expect.stringMatching(`^TXT-3;"a;b";${category};'-3,25;上架;Row 4;价格: must be >= 0;R1-4-`),
    '',
  ]);
  const corrected = text.replace('停售', '下架').replace("'-3,25", '3,25');
  const again = await imported('products', new TextEncoder().encode(corrected), {
    owner,
    name: 'prices (errors).csv',
    options,
  });
  expect(again).toMatchObject({ phase: 'succeeded', counts: { total: 2, succeeded: 2 } });
  expect(await products('TXT-')).toEqual([
    { sku: 'TXT-1', name: 'fine', price: 1.5, status: 1 },
    { sku: 'TXT-2', name: '=1+1', price: 2.5, status: 0 },
    { sku: 'TXT-3', name: 'a;b', price: 3.25, status: 1 },
  ]);
});
