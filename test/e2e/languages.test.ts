/**
 * One language a task: headers, labels, notes and reasons are those of the person; reading takes
 * every language.
 */
import type { RowIssue, TaskResultOut } from '@longshore/contract';
import ExcelJS from 'exceljs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

type Language = 'en' | 'zh' | 'de' | 'ja';

let system: System;
let db: pg.Client;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), env: { SHOP_ORDERS: '500' } });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

const HEADERS = {
  en: ['SKU', 'Name', 'Category', 'Price', 'Status'],
  zh: ['商品编码', '商品名称', '分类', '价格', '状态'],
};
const LABELS = { en: ['On sale', 'Off sale'], zh: ['上架', '下架'] };

const asked = (language: string) => ({ 'accept-language': language });
const bytesOf = async (url: string | null) =>
  new Uint8Array(await (await fetch(system.url + url)).arrayBuffer());

async function exported(task: Record<string, unknown>, language: Language): Promise<Uint8Array> {
  const owner = `${language}-${JSON.stringify(task).length}`;
  const { body } = await system.registerExport({ ...task, language }, { owner });
  return bytesOf((await system.finished(body.taskId, { owner })).url);
}

interface Upload {
  readonly type?: string;
  readonly bytes: Uint8Array;
  readonly owner: string;
  readonly languages: string;
  readonly name?: string;
}

async function imported(upload: Upload): Promise<TaskResultOut> {
  const { type = 'products', bytes, owner, languages, name = 'a.xlsx' } = upload;
  const { status, body } = await system.registerImport(
    type,
    { name, bytes },
    { owner, headers: asked(languages) },
  );
  expect(status, JSON.stringify(body)).toBe(202);
  return system.finished(body.taskId, { owner });
}

test.each(['en', 'zh'] as const)(
  'an export in %s has its headers and labels, as xlsx and csv',
  async (language) => {
    const { rows } = await readWorkbook(await exported({ type: 'products' }, language));
    expect(rows[0]).toEqual(HEADERS[language]);
    expect(new Set(rows.slice(1).map((row) => row[4]))).toEqual(new Set(LABELS[language]));
    const csv = await exported({ type: 'products', format: 'csv' }, language);
    const [header, first] = new TextDecoder().decode(csv).split('\r\n');
    expect(header).toBe(HEADERS[language].join(','));
    expect(LABELS[language]).toContain(first?.split(',').at(-1));
  },
);

test.each(['en', 'zh'] as const)(
  'the template in %s has its headers, drop-downs and notes',
  async (language) => {
    const address = `${system.url}/api/types/products/template`;
    const owner = { 'x-owner': 'ann' };
    const byQuery = await fetch(`${address}?language=${language}`, {
      headers: { ...owner, ...asked('fr') },
    });
    const byHeader = await fetch(address, { headers: { ...owner, ...asked(language) } });
    for (const response of [byQuery, byHeader]) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(await response.arrayBuffer());
      const [form] = book.worksheets;
      expect([1, 2, 3, 4, 5].map((column) => form?.getCell(1, column).value)).toEqual(
        HEADERS[language],
      );
      expect(form?.getCell('E2').dataValidation.formulae).toEqual([`"${LABELS[language].join()}"`]);
      expect(JSON.stringify(form?.getCell('A1').note)).toContain(
        { en: 'Required', zh: '必填' }[language],
      );
    }
    expect((await fetch(`${address}?language=fr`, { headers: owner })).status).toBe(422);
  },
);

test('a book in English is read under zh, and one export is the other one’s import', async () => {
  const products = 'SELECT sku, name, category, price::float, status FROM products ORDER BY sku';
  const before = (await db.query(products)).rows;
  for (const [written, languages] of [
    ['en', 'zh-CN'],
    ['zh', 'en'],
  ] as const) {
    const bytes = await exported({ type: 'products' }, written);
    const done = await imported({ bytes, owner: `reads-${written}`, languages });
    expect(done).toMatchObject({ phase: 'succeeded', counts: { failed: 0 } });
  }
  expect((await db.query(products)).rows).toEqual(before);
  const odd = await makeWorkbook([
    ['ｓｋｕ *', ' NAME ', '分 类', 'Ｐｒｉｃｅ', 'status＊'],
    ['L-1', 'odd', '图书', 2, 'ＯＦＦ  sale'],
  ]);
  expect(await imported({ bytes: odd, owner: 'odd', languages: 'zh' })).toMatchObject({
    phase: 'succeeded',
  });
  const saved = await db.query("SELECT status FROM products WHERE sku = 'L-1'");
  expect(saved.rows).toEqual([{ status: 0 }]);
});

test('the reasons of one task are told in the language of each call', async () => {
  const owner = 'reasons';
  const bytes = await makeWorkbook([
    HEADERS.en,
    ['L-2', 'bad price and status', '图书', -1, 'Sold'],
    ['L-3', 'no such category', 'ships', 1, 'On sale'],
  ]);
  const done = await imported({ bytes, owner, languages: 'zh-CN' });
  const told = async (language: Language) => {
    const { body } = await system.call<{ items: RowIssue[] }>(
      `/api/tasks/${done.taskId}/first-issues`,
      { owner, headers: asked(language) },
    );
    return body.items.map(({ row, column, message }) => `${row} ${column}: ${message}`);
  };
  expect(await told('zh')).toEqual([
    '2 价格: 必须大于或等于 0',
    '2 状态: 必须是：上架、下架',
    '3 分类: 不是本店的分类',
  ]);
  expect(await told('en')).toEqual([
    '2 Price: must be >= 0',
    '2 Status: must be one of On sale, Off sale',
    '3 Category: is no category of this shop',
  ]);
  // the shop has no German and no Japanese words of its own
  expect(await told('de')).toEqual([
    '2 Price: muss >= 0 sein',
    '2 Status: muss eines von diesen sein: On sale, Off sale',
    '3 Category: is no category of this shop',
  ]);
  expect(await told('ja')).toEqual([
    '2 Price: 0 以上にしてください',
    '2 Status: 次のいずれかにしてください: On sale、Off sale',
    '3 Category: is no category of this shop',
  ]);
  const { rows } = await readWorkbook(await bytesOf(done.issuesUrl));
  expect(rows[0]?.at(-2)).toBe('错误原因');
  // columns under the headers of the upload
  expect(rows[1]?.at(-2)).toBe('Price: 必须大于或等于 0; Status: 必须是：上架、下架');
});

test('what the database refuses is told in the language of each call, too', async () => {
  const owner = 'refused';
  const header = [
    'Invoice',
    '货号',
    'Description',
    '数量',
    'Invoiced',
    'Unit price',
    '客户号',
    '国家',
  ];
  const line = ['L-6', 'A1', null, 3e9, new Date('2026-01-31'), 1, 17, 'UK'];
  const bytes = await makeWorkbook([header, line]);
  const done = await imported({ type: 'retail', bytes, owner, languages: 'en' });
  const told = async (language: Language) =>
    (
      await system.call<{ items: RowIssue[] }>(`/api/tasks/${done.taskId}/first-issues`, {
        owner,
        headers: asked(language),
      })
    ).body.items;
  expect(await told('zh')).toMatchObject([
    { code: 'refused_by_database', message: '数字超出数据库的范围' },
  ]);
  expect(await told('en')).toMatchObject([
    {
      values: { refusal: 'number_out_of_range' },
      message: 'a number is out of range for the database',
    },
  ]);
});

test.each([
  ['ru-RU,ru;q=0.9,en;q=0.8', 'Анна', Buffer.from([0xc0, 0xed, 0xed, 0xe0])], // windows-1251
  ['en;q=0.5, ja', 'テスト', Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67])], // Shift_JIS
])(
  'a short text file is decoded by the languages of the browser: %s',
  async (languages, name, word) => {
    const owner = `csv-${languages.slice(0, 2)}`;
    const text = (head: string) => Buffer.from(head);
    const bytes = Buffer.concat([
      text(`SKU,Name,Category,Price,Status\nL-5,`),
      word,
      text(',digital,1,On sale\n'),
    ]);
    const done = await imported({ bytes, owner, languages, name: 'a.csv' });
    const { rows } = await readWorkbook(await bytesOf(done.issuesUrl));
    expect(rows[1]?.slice(0, 2)).toEqual(['L-5', name]);
  },
);
