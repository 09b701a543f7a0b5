import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { defineImport, labels } from '@longshore/executors';
import { bytesSource, type Cell, readBook, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const saved: Record<string, unknown>[] = [];

const goods = defineImport({
  type: 'goods',
  title: { en: 'Goods', zh: '商品' },
  row: z.object({
    code: z.string().meta({ header: 'Code' }),
    amount: z.number().meta({ header: 'Amount', format: '0.00' }),
    count: z.int().min(1).meta({ header: 'Count' }),
    day: z.date().nullable().meta({ header: 'Day', format: 'yyyy-mm-dd' }),
    at: z.date().nullable().meta({ header: 'At', format: 'yyyy-mm-dd hh:mm:ss' }),
    state: labels({ on: 1, off: 0 }).meta({ header: 'State' }),
    note: z
      .string()
      .nullable()
      .meta({ header: 'Note', aliases: ['Remark'] }),
  }),
  save: async (rows) => {
    saved.push(...rows.map(({ value }) => value));
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([goods]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
});

const HEADER = ['Code', 'Amount', 'Count', 'Day', 'At', 'State', 'Note'];
const DAY = new Date('2024-02-29T00:00:00Z');
const AT = new Date('2024-02-29T12:30:15Z');

const OURS = ['Row in upload', 'Reasons', 'Row id (keep)'];
const ID = expect.stringMatching(/^R1-\d+-/);

/** One person, who corrects what failed. */
const OWNER = `owner-${crypto.randomUUID()}`;

const xlsx = (header: readonly string[], rows: readonly Cell[][], formats: string[] = []) =>
  buffer(
    writeXlsx([
      {
        name: 'Goods',
        columns: header.map((text, index) => ({
          header: text,
          format: formats[index] ?? 'General',
        })),
        rows: [rows],
      },
    ]),
  );

/** Runs the import of a file; what it saved is in `saved`. */
async function imported(name: string, bytes: Uint8Array, options: Record<string, unknown> = {}) {
  saved.length = 0;
  const key = `uploads/${crypto.randomUUID()}/original`;
  const { sizeBytes } = await services.store.put(key, Readable.from([bytes]), {
    contentType: 'application/octet-stream',
  });
  const { taskId } = await services.register({
    kind: 'import',
    owner: OWNER,
    type: 'goods',
    options,
    upload: { key, name, sizeBytes },
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const record = await services.tasks.record(taskId);
  expect(record?.error).toBeNull();
  expect(await buffer(await services.store.read(key))).toEqual(Buffer.from(bytes));
  return record;
}

/** The error workbook of an import that has failed rows. */
async function errorsOf(name: string, bytes: Uint8Array, options: Record<string, unknown> = {}) {
  const record = await imported(name, bytes, options);
  expect(record?.phase).toBe('partial');
  const issues = record?.issues;
  if (issues === null || issues === undefined) throw new Error('no error workbook');
  return { name: issues.name, bytes: await buffer(await services.store.read(issues.key)) };
}

/** As the reader gives it, without telling text columns. */
async function tableIn({ bytes }: { readonly bytes: Uint8Array }): Promise<Cell[][]> {
  const { sheets } = await readBook(bytesSource(bytes));
  const rows: Cell[][] = [];
  for await (const batch of sheets[0]?.rows() ?? [])
    rows.push(...batch.rows.map((row) => [...row]));
  return rows;
}

test('a failed row has its own cells, its number in the upload and its reasons', async () => {
  const bad: Cell[] = ['007', 1.5, 0, DAY, AT, 'nowhere', null, 'right of the header'];
  const good: Cell[] = ['008', 2, 1, DAY, AT, 'off', 'fine'];
  const errors = await errorsOf('goods.xlsx', await xlsx(HEADER, [good, bad]));
  expect(errors.name).toBe('goods (errors).xlsx');
  const [header, ...rows] = await tableIn(errors);
  expect(header).toEqual([...HEADER, '', ...OURS]);
  expect(rows).toEqual([
    [...bad, 'Row 3', expect.stringMatching(/^Count: must be >= 1; State: .*on, off/), ID],
  ]);
  expect(saved).toHaveLength(1);
});

test('values that come back unchanged are the same values, and fail for the same reasons', async () => {
  const formats = ['000', '0.00', '0', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss', 'General', 'General'];
  const rows: Cell[][] = [
    [7, 1234.5, 0, DAY, AT, 'on', '12345678901234567890'],
    ['12345678901234567', '1,234.50', 0, '2024-02-29', null, 'on', ' outer blanks '],
    ['=1+1', 0.1 + 0.2, 0, null, AT, 'off', '0x1F'],
    ['a', { error: '#DIV/0!' }, true, DAY, AT, 'off', "'=1"],
    ['b', 'many', 'two\nlines', 'tomorrow', 'noon', '', 'TRUE'],
  ];
  const first = await errorsOf('goods.xlsx', await xlsx(HEADER, rows, formats));
  const second = await errorsOf(first.name, first.bytes);
  const third = await errorsOf(second.name, second.bytes);
  const [a, b, c] = [await tableIn(first), await tableIn(second), await tableIn(third)];
  expect(b).toEqual(a.map((row, index) => (index === 0 ? row : row.with(-3, `Row ${index + 1}`))));
  expect(c).toEqual(b);
  expect(second.name).toBe('goods (errors).xlsx');
  expect(a[0]).toEqual([...HEADER, ...OURS]);
  expect(a[1]?.slice(0, 7)).toEqual(['007', 1234.5, 0, DAY, AT, 'on', '12345678901234567890']);
  expect(a[2]?.slice(0, 7)).toEqual(rows[1]);
});

test('a reason names the column as the upload does', async () => {
  const header = HEADER.with(2, 'count＊').with(6, 'Remark');
  const rows: Cell[][] = [['007', 1, 0, DAY, AT, 'on', { error: '#DIV/0!' }]];
  const [found, row] = await tableIn(await errorsOf('goods.xlsx', await xlsx(header, rows)));
  expect(found).toEqual([...header, ...OURS]);
  expect(row?.at(-2)).toBe('count＊: must be >= 1; Remark: is the error #DIV/0!');
});

test('a corrected workbook is saved, row numbers and reasons left out', async () => {
  const errors = await errorsOf(
    'goods.xlsx',
    await xlsx(HEADER, [
      ['007', 1, 0, DAY, AT, 'on', null],
      ['008', 2, 0, DAY, AT, 'on', null],
    ]),
  );
  const [header = [], first = [], second = []] = await tableIn(errors);
  const emptied = second.map((cell, index) => (index < HEADER.length ? null : cell));
  const record = await imported(
    errors.name,
    await xlsx(header.map(String), [first.with(2, 5), emptied]),
  );
  expect(record).toMatchObject({
    phase: 'succeeded',
    counts: { total: 1, succeeded: 1, failed: 0 },
    issues: null,
  });
  expect(saved).toEqual([
    { code: '007', amount: 1, count: 5, day: DAY, at: AT, state: 1, note: null },
  ]);
});

test.each([
  ['Reasons', 'Reasons', 'Reasons'],
  ['错误原因', '上传文件行号', 'REASONS'],
  ['Row in upload', 'Reasons (2)', 'Ｒｅａｓｏｎｓ'],
])('columns of earlier error workbooks never pile up: %s, %s, %s', async (...ours) => {
  const row: Cell[] = [ours[0] ?? '', '007', 1, 0, DAY, AT, 'on', null, 'old', 'older'];
  const errors = await errorsOf(
    'goods.xlsx',
    await xlsx([ours[0] ?? '', ...HEADER, ...ours.slice(1)], [row]),
  );
  const [header, ...rows] = await tableIn(errors);
  expect(header).toEqual([...HEADER, ...OURS]);
  expect(rows).toEqual([['007', 1, 0, DAY, AT, 'on', null, 'Row 2', 'Count: must be >= 1', ID]]);
});

test('a column without header that no failed row fills is left out: none is empty', async () => {
  const header = ['Code', '', 'Amount', 'Count', 'Day', 'At', 'State'];
  const rows: Cell[][] = [
    ['007', null, 1, 0, null, null, 'on'],
    ['008', 'an aside', 1, 1, null, null, 'on', null, null, 'far right'],
  ];
  const [found] = await tableIn(await errorsOf('goods.xlsx', await xlsx(header, rows)));
  expect(found).toEqual([...header.filter((text) => text !== ''), ...OURS]);
});

test('what the reader refused is refused again until a person has changed it', async () => {
  const long = 'x'.repeat(40_000);
  const head = 'Code,Amount,Count,Day,At,State,Note';
  const errors = await errorsOf(
    'goods.csv',
    Buffer.from(`${head}\nlong,1,0,,,on,${long}\nlost,1,0,,,on,\n`),
  );
  const [header = [], first = []] = await tableIn(errors);
  expect(first.at(-2)).toMatch(/Note: is longer than a cell can be/);
  const lost: Cell[] = ['lost', 1, 5, null, null, 'on', 12345678901234567000];
  const again = await errorsOf(
    errors.name,
    await xlsx(header.map(String), [first.with(2, 5), lost]),
  );
  const next = await errorsOf(again.name, again.bytes);
  expect(saved).toEqual([]);
  const rows = await tableIn(next);
  expect(rows.slice(1).map((row) => row.at(-2))).toEqual([
    expect.stringMatching(/^Note: is the error #VALUE!/),
    expect.stringMatching(/^Note: .*digits/),
  ]);
});

test('a number that only saved rows told apart keeps its value in the error workbook', async () => {
  const head = 'Code;Amount;Count;State';
  const text = `${head}\nsaved;1,5;1;on\na;1.234;0;on\nb;2,345;0;on\nc;2,5;0;on\n`;
  for (const issuesFormat of ['xlsx', 'csv']) {
    const errors = await errorsOf('goods.csv', Buffer.from(text), { issuesFormat });
    const corrected = await tableIn(errors);
    expect(corrected.slice(1).map((row) => row[1])).toEqual(
      issuesFormat === 'xlsx' ? [1234, 2.345, '2,5'] : ['1234', '2,3450', '2,5'],
    );
    // only the two that prove nothing by themselves
    const rows = corrected.slice(1, 3).map((row) => row.with(2, 1));
    const csv = [head, ...rows.map((row) => row.slice(0, 4).join(';'))].join('\n');
    await imported(
      errors.name,
      issuesFormat === 'xlsx'
        ? await xlsx(
            head.split(';'),
            rows.map((row) => row.slice(0, 4)),
          )
        : Buffer.from(csv),
    );
    expect(saved.map(({ amount }) => amount)).toEqual([1234, 2.345]);
  }
});

test('a text file comes back as text when asked, with its delimiter and guarded formulas', async () => {
  const head = 'Code;Amount;Count;State;Note';
  const rows = ['007;-1.5;0;on;=1+1', '"a;b";2;0;on;"two ""lines"""'];
  const asked = { issuesFormat: 'csv' };
  const errors = await errorsOf('goods.csv', Buffer.from(`${head}\n${rows.join('\n')}\n`), asked);
  expect(errors.name).toBe('goods (errors).csv');
  const text = errors.bytes.toString();
  expect(text.replaceAll(/R1-[-0-9a-f]+/g, 'ID')).toBe(
    `\ufeff${head};Row in upload;Reasons;Row id (keep)\r\n` +
      "007;-1.5;0;on;'=1+1;Row 2;Count: must be >= 1;ID\r\n" +
      '"a;b";2;0;on;"two ""lines""";Row 3;Count: must be >= 1;ID\r\n',
  );
  const record = await imported(errors.name, Buffer.from(text.replaceAll(';0;on', ';1;on')), asked);
  expect(record).toMatchObject({ phase: 'succeeded', issues: null });
  expect(saved).toMatchObject([
    { code: '007', amount: -1.5, note: '=1+1' },
    { code: 'a;b', amount: 2, note: 'two "lines"' },
  ]);
});

test.each(['xlsx', 'csv'])(
  'a row with too many cells is refused again, also from %s',
  async (issuesFormat) => {
    const head = 'Code,Amount,Count,State,Note';
    const file = Buffer.from(`${head}\n007,1,5,1,on,x\n008,1,1,on,\n`);
    const errors = await errorsOf('goods.csv', file, { issuesFormat });
    const [header, row] = await tableIn(errors);
    expect(header).toEqual([...head.split(','), 'Beyond the header', ...OURS]);
    expect(row?.slice(0, 6)).toEqual(['007', '1', '5', '1', 'on', 'x']);
    const again = await errorsOf(errors.name, errors.bytes, { issuesFormat });
    expect(saved).toEqual([]);
    expect((await tableIn(again))[1]).toEqual(row);
    const corrected = ['007', '1,5', '1', 'on', 'x', null, ...(row?.slice(6) ?? [])];
    await imported(errors.name, await xlsx((header ?? []).map(String), [corrected]));
    expect(saved).toMatchObject([{ code: '007', amount: 1.5, count: 1, note: 'x' }]);
  },
);
