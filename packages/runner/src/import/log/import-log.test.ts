/** The files that tell how an import went. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { defineImport, type ImportContext } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { type ImportLogRole, importLog, type TaskRecord } from '@longshore/tasks';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

let meanwhile: (() => void) | null = null;
const row = z.object({ sku: z.string(), price: z.number().min(0).meta({ header: 'price' }) });
const keyed = upsertInto({ table: 'prices', key: 'sku' });
const prices = (type: string, undo: boolean) =>
  defineImport({
    type,
    title: { en: 'Prices', zh: '价格' },
    row,
    key: 'sku',
    chunkRows: 2,
    ...keyed,
    save: async (rows: Parameters<typeof keyed.save>[0], context: ImportContext) => {
      const once = meanwhile;
      meanwhile = null;
      await keyed.save(rows, context);
      once?.();
    },
    undo,
    detail: true,
  });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([prices('kept', true), prices('plain', false)]);
  await services.database.query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric)');
});
afterAll(() => services?.close());

const LINES = ['a,1', 'b,2', 'c,-3', 'd,4', 'e,many', 'f,6', 'g,7'];

async function register(type: string, language: 'en' | 'zh' = 'en') {
  const bytes = Buffer.from(`sku,price\n${LINES.join('\n')}\n`);
  const key = `uploads/${crypto.randomUUID()}/original`;
  const { sizeBytes } = await services.store.put(key, Readable.from([bytes]));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const upload = { key, name: 'list.csv', sizeBytes, sha256 };
  const { taskId } = await services.register({
    kind: 'import',
    type,
    options: {},
    upload,
    language,
  });
  return { taskId, sha256 };
}

async function attempt(taskId: string, signal = new AbortController().signal): Promise<TaskRecord> {
  await runAttempt({ taskId, worker: 'test', signal }, services);
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('no record');
  return record;
}

async function sheets(record: TaskRecord, role: ImportLogRole): Promise<Cell[][][]> {
  if (record.kind !== 'import') throw new Error('no import');
  const bytes = await buffer(await services.store.read(importLog(record, role).key));
  const book = await readBook(bytesSource(bytes));
  const all: Cell[][][] = [];
  for (const sheet of book.sheets) {
    const rows: Cell[][] = [];
    for await (const batch of sheet.rows()) rows.push(...batch.rows);
    all.push(rows);
  }
  return all;
}

const told = (rows: readonly (readonly Cell[])[] = []) =>
  rows.slice(1).map((cells) => cells.slice(1).join(' | '));

test('the detail has a line for each row, whatever attempt saved it', async () => {
  await services.database.query("TRUNCATE prices; INSERT INTO prices VALUES ('a', 1), ('b', 9)");
  const { taskId } = await register('kept');
  const stop = new AbortController();
  let chunks = 0;
  meanwhile = () => {
    meanwhile = () => stop.abort(new Error('the worker is gone'));
    chunks += 1;
  };
  await attempt(taskId, stop.signal).catch(() => undefined);
  expect(chunks).toBe(1);
  const record = await attempt(taskId);
  expect(record).toMatchObject({ phase: 'partial', counts: { succeeded: 5, failed: 2 } });
  const [lines] = await sheets(record, 'detail');
  expect(lines?.[0]).toEqual(['Time', 'File', 'Sheet', 'Row', 'Key', 'Result']);
  expect(told(lines)).toEqual([
    'list.csv | list | 2 | a | as it was',
    'list.csv | list | 3 | b | updated',
    'list.csv | list | 4 | c | failed: price: must be >= 0',
    'list.csv | list | 5 | d | created',
    'list.csv | list | 6 | e | failed: price: must be a number',
    'list.csv | list | 7 | f | created',
    'list.csv | list | 8 | g | created',
  ]);
});

test('the summary tells counts, causes, times, and that the upload is as it came', async () => {
  await services.database.query('TRUNCATE prices');
  const { taskId, sha256 } = await register('plain', 'zh');
  const record = await attempt(taskId);
  const [items = [], causes] = await sheets(record, 'summary');
  const values = new Map(items.map(([item, value]) => [item, value]));
  expect(values.get('文件')).toBe('list.csv');
  expect([values.get('行数'), values.get('已保存'), values.get('失败')]).toEqual([7, 5, 2]);
  expect([values.get('上传时的 SHA-256'), values.get('处理后的 SHA-256')]).toEqual([
    sha256,
    sha256,
  ]);
  expect(values.get('结束时间')).toBeInstanceOf(Date);
  expect(told(causes)).toEqual(['price | 必须大于或等于 0', 'price | 必须是数字']);
  const [lines] = await sheets(record, 'detail');
  expect(told(lines)[0]).toBe('list.csv | list | 2 | a | 已保存');
});
