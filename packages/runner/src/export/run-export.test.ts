import { buffer } from 'node:stream/consumers';
import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { bytesSource, type Cell, readBook, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const title = { en: 'Products', zh: '商品' };
const row = z.object({ sku: z.string(), price: z.number() });
type ProductRow = z.output<typeof row>;

/** Each selects something else than its row says, which SQL hides from the compiler. */
const misspelt = defineExport({
  type: 'misspelt',
  title,
  row,
  rows: (_query, { db }) =>
    keyset<ProductRow>(db, { query: sql`SELECT 'A' AS sku, 1 AS pric`, orderBy: ['sku'] }),
});
const mistyped = defineExport({
  type: 'mistyped',
  title,
  row,
  rows: (_query, { db }) =>
    keyset<ProductRow>(db, { query: sql`SELECT 'A' AS sku, 'cheap' AS price`, orderBy: ['sku'] }),
});
const long = defineExport({
  type: 'long',
  title,
  row,
  rows: (_query, { db }) =>
    keyset<ProductRow>(db, {
      query: sql`SELECT repeat('x', 32766 + i) AS sku, i AS price FROM generate_series(1, 3) AS i`,
      orderBy: ['price'],
    }),
});

const sound = defineExport({
  type: 'sound',
  title,
  row,
  rows: (_query, { db }) =>
    keyset<ProductRow>(db, { query: sql`SELECT 'A' AS sku, 1 AS price`, orderBy: ['sku'] }),
});

const onPaper = defineExport({
  type: 'on-paper',
  title,
  row,
  rows: (_query, { db }) =>
    keyset<ProductRow>(db, { query: sql`SELECT 'A' AS sku, 1 AS price`, orderBy: ['sku'] }),
  template: ({ language }) =>
    buffer(
      writeXlsx([{ name: 'Paper', columns: [{ header: `Company (${language})` }], rows: [] }]),
    ),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([misspelt, mistyped, long, sound, onPaper]);
});
afterAll(() => services?.close());

/** A workbook is made from the bytes that PostgreSQL copies out, csv from values. */
test.each(['xlsx', 'csv'] as const)(
  'an export to %s whose rows are not what it says fails',
  async (format) => {
    for (const [type, sentence] of [
      ['misspelt', 'The rows of misspelt lack price; they have sku, pric.'],
      ['mistyped', /^The rows of mistyped hold string cheap in price, /],
    ] as const) {
      const { taskId } = await services.register({
        kind: 'export',
        type,
        params: {},
        format,
        fileName: null,
      });
      await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
      const record = await services.tasks.record(taskId);
      expect(record?.phase).toBe('failed');
      expect(record?.error?.message).toMatch(sentence);
    }
    expect(await services.storedKeys()).toEqual([]);
  },
);

test.each([
  ['xlsx', ['price', 'sku']],
  ['csv', ['price', 'sku']],
  ['xlsx', ['price']],
  ['csv', ['price']],
] as const)(
  'an export to %s of chosen columns has them in their order: %s',
  async (format, columns) => {
    const { taskId } = await services.register({
      kind: 'export',
      type: 'sound',
      params: {},
      format,
      fileName: null,
      columns,
    });
    await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
    const record = await services.tasks.record(taskId);
    const bytes = await buffer(await services.store.read(record?.result?.key ?? ''));
    const rows: Cell[][] = [];
    for await (const batch of (await readBook(bytesSource(bytes))).sheets[0]?.rows() ?? [])
      rows.push(...batch.rows.map((cells) => [...cells]));
    const [header, first] = rows;
    expect(header).toEqual(columns);
    expect(first?.map(String)).toEqual(columns.map((key) => (key === 'sku' ? 'A' : '1')));
  },
);

test('an export of a type with a template stands below what its workbook shows', async () => {
  const { taskId } = await services.register({
    kind: 'export',
    type: 'on-paper',
    params: {},
    format: 'xlsx',
    fileName: null,
    language: 'zh',
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const record = await services.tasks.record(taskId);
  expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 1, succeeded: 1 } });
  const bytes = await buffer(await services.store.read(record?.result?.key ?? ''));
  const [sheet] = (await readBook(bytesSource(bytes))).sheets;
  const rows: Cell[][] = [];
  for await (const batch of sheet?.rows() ?? []) rows.push(...batch.rows);
  expect([sheet?.name, rows]).toEqual(['Paper', [['Company (zh)'], ['sku', 'price'], ['A', 1]]]);
});

test('an export of a column that its type has lost since is refused', async () => {
  const { taskId } = await services.register({
    kind: 'export',
    type: 'sound',
    params: {},
    format: 'csv',
    fileName: null,
    columns: ['sku', 'weight'],
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const error = { code: 'column_gone', values: { type: 'sound', column: 'weight' } };
  expect(await services.tasks.record(taskId)).toMatchObject({ phase: 'failed', error });
});

test('texts that are too long for a cell are cut, and the person is told how many', async () => {
  const { taskId } = await services.register({
    kind: 'export',
    type: 'long',
    params: {},
    format: 'xlsx',
    fileName: null,
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  expect(await services.tasks.record(taskId)).toMatchObject({
    phase: 'succeeded',
    notices: [{ code: 'text_cut', values: { sheet: 'Products', count: 2, first: 'A3' } }],
  });
});
