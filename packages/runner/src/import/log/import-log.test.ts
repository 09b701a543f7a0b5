/** The files that tell how an import went. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ImportPolicy } from '@longshore/contract';
import { defineImport, type ImportContext } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import {
  type ImportLogRole,
  importLog,
  type TaskError,
  type TaskRecord,
  taskErrorSentence,
} from '@longshore/tasks';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

let meanwhile: ((signal: AbortSignal) => unknown) | null = null;
const row = z.object({ sku: z.string(), price: z.number().min(0).meta({ header: 'price' }) });
const keyed = upsertInto({ table: 'prices', key: 'sku' });
const prices = (type: string, more: { undo?: true; policy?: ImportPolicy } = {}) =>
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
      await once?.(context.signal);
    },
    detail: true,
    ...more,
  });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([
    prices('kept', { undo: true }),
    prices('plain'),
    prices('strict', { policy: { maxErrors: 0 } }),
    prices('whole', { policy: 'all-or-nothing' }),
  ]);
  await services.database.query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric)');
});
afterAll(() => services?.close());

const LINES = ['a,1', 'b,2', 'c,-3', 'd,4', 'e,many', 'f,6', 'g,7'];

async function register(
  type: string,
  language: 'en' | 'zh' = 'en',
  text = `sku,price\n${LINES.join('\n')}\n`,
) {
  const bytes = Buffer.from(text);
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

async function summaryOf(record: TaskRecord): Promise<ReadonlyMap<Cell, Cell>> {
  const [items = []] = await sheets(record, 'summary');
  return new Map(items.map(([item = null, value = null]) => [item, value]));
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

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
  const [, causes] = await sheets(record, 'summary');
  const values = await summaryOf(record);
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

test('a cancelled import tells what became of each row that it came to', async () => {
  await services.database.query('TRUNCATE prices');
  const { taskId } = await register('kept');
  const cancel = async (signal: AbortSignal) => {
    await services.tasks.cancel(taskId);
    await untilAborted(signal);
  };
  meanwhile = () => {
    meanwhile = cancel;
  };
  const record = await attempt(taskId);
  expect(record).toMatchObject({ phase: 'cancelled', counts: { succeeded: 2, failed: 0 } });
  const [lines] = await sheets(record, 'detail');
  expect(told(lines)).toEqual([
    'list.csv | list | 2 | a | created',
    'list.csv | list | 3 | b | created',
  ]);
  expect((await summaryOf(record)).get('Outcome')).toBe('Cancelled.');
});

test('an import that its policy ended tells its rows, and why it ended', async () => {
  await services.database.query('TRUNCATE prices');
  const { taskId } = await register('strict');
  const record = await attempt(taskId);
  expect(record).toMatchObject({ phase: 'failed', error: { code: 'too_many_failed' } });
  const [lines] = await sheets(record, 'detail');
  expect(told(lines)).toHaveLength(record.counts.succeeded + record.counts.failed);
  const values = await summaryOf(record);
  expect(values.get('Outcome')).toBe(taskErrorSentence(record.error as TaskError, 'en'));
  expect(values.get('Not reached')).toBe(record.counts.unprocessed);
});

test('an import of which nothing could be saved has a summary, and no detail', async () => {
  await services.database.query('TRUNCATE prices');
  const { taskId } = await register('whole');
  const record = await attempt(taskId);
  expect(record).toMatchObject({ phase: 'failed', error: { code: 'nothing_saved' } });
  const values = await summaryOf(record);
  expect([values.get('Saved'), values.get('Failed'), values.get('Not reached')]).toEqual([0, 2, 5]);
  await expect(sheets(record, 'detail')).rejects.toMatchObject({ code: 'file_gone' });
});

test('an import whose upload cannot be read has a summary that says so', async () => {
  const { taskId } = await register('plain', 'en', 'no table');
  const record = await attempt(taskId);
  expect(record.phase).toBe('failed');
  const values = await summaryOf(record);
  expect(values.get('Outcome')).toBe(taskErrorSentence(record.error as TaskError, 'en'));
  expect(values.get('Rows')).toBeNull();
});
