import { defineImport } from '@longshore/executors';
import { type Cell, type SheetColumn, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const saved: unknown[] = [];

/** Keeps what it is given, as a business would save it. */
const articles = defineImport({
  type: 'articles',
  title: { en: 'Articles', zh: '商品' },
  row: z.object({
    code: z.string().meta({ header: '编码', titles: { en: 'Article code' } }),
    amount: z.number().meta({ header: 'Amount' }),
    note: z.string().nullable().meta({ header: 'Note' }),
    brand: z.string().optional().meta({ header: 'Brand' }),
  }),
  save: async (rows) => {
    saved.push(...rows.map(({ value }) => value));
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([articles]);
});
afterAll(() => services?.close());

async function importOf(columns: SheetColumn[], rows: Cell[][]) {
  saved.length = 0;
  const key = `uploads/${crypto.randomUUID()}.xlsx`;
  const sheet = { name: 'Articles', columns, rows: [rows] };
  const { sizeBytes } = await services.store.put(key, writeXlsx([sheet]), {
    contentType: 'application/octet-stream',
  });
  const { taskId } = await services.register({
    kind: 'import',
    type: 'articles',
    options: {},
    upload: { key, name: 'articles.xlsx', sizeBytes },
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  return services.tasks.record(taskId);
}

test('a header is found in each language and width, and a code keeps the zeros it shows', async () => {
  const columns = [{ header: 'ＡＲＴＩＣＬＥ ｃｏｄｅ＊', format: '000' }, { header: 'amount' }];
  const record = await importOf(columns, [
    [7, '¥1,234.50'],
    [12, 2],
  ]);
  expect(record?.error).toBeNull();
  expect(saved).toEqual([
    { code: '007', amount: 1234.5, note: null },
    { code: '012', amount: 2, note: null },
  ]);
});

test('texts in number columns of a workbook are read by the decimal sign that they prove', async () => {
  const columns = [{ header: 'Article code' }, { header: 'Amount' }];
  const record = await importOf(columns, [
    ['a', '2,750'],
    ['b', 1.234],
    ['c', '0,125'],
    ['d', '1.234'],
  ]);
  expect(record?.error).toBeNull();
  expect(saved).toMatchObject([
    { amount: 2.75 },
    { amount: 1.234 },
    { amount: 0.125 },
    { amount: 1234 },
  ]);
});

test('a workbook that proves no decimal sign is not guessed at', async () => {
  const columns = [{ header: 'Article code' }, { header: 'Amount' }];
  const record = await importOf(columns, [
    ['a', '2,750'],
    ['b', 0.5],
  ]);
  expect(record?.phase).toBe('partial');
  expect(saved).toMatchObject([{ amount: 0.5 }]);
});
