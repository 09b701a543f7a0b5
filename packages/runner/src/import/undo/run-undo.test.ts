/** The undo of imports: what comes back, what is left, and what dies in between. */
import { buffer } from 'node:stream/consumers';
import type { ShownPreview } from '@longshore/contract';
import { defineImport, type ImportContext } from '@longshore/executors';
import { currentRows, removeRows, upsert } from '@longshore/postgres';
import { previewKeys, type TaskRecord } from '@longshore/tasks';
import { bytesSource, type Cell, readBook, type SheetToWrite } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, importFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const Price = z.object({
  sku: z.string(),
  price: z.number().meta({ header: 'price' }),
  note: z.string().nullable(),
  day: z.date().nullable().optional(),
});
type Price = z.output<typeof Price>;
type Rows = readonly { readonly number: number; readonly value: Price }[];
const table = { table: 'prices', key: 'sku' } as const;

/** What happens while rows are saved, once. */
let meanwhile: ((context: ImportContext) => Promise<unknown>) | null = null;

const save = async (rows: Rows, context: ImportContext) => {
  const once = meanwhile;
  meanwhile = null;
  await once?.(context);
  const good = rows.filter(({ value }) => value.note !== 'no');
  await upsert(context.tx, { ...table, rows: good.map(({ value }) => value) });
  return rows
    .filter(({ value }) => value.note === 'no')
    .map(({ number }) => ({ row: number, column: 'note' as const, code: 'no', message: 'no' }));
};
const pricesBy = (type: string, mode: 'chunked' | 'whole') =>
  defineImport({
    type,
    mode,
    title: { en: 'Prices', zh: '价格' },
    row: Price,
    key: 'sku',
    chunkRows: 3,
    save,
    current: currentRows(table),
    remove: removeRows(table),
    undo: true,
  });

let services: TestServices;
let owner: string;
beforeAll(async () => {
  services = await startServices([
    pricesBy('prices', 'chunked'),
    pricesBy('whole-prices', 'whole'),
  ]);
  await services.database.query(
    `CREATE TABLE prices (sku text PRIMARY KEY, price numeric(10, 2) NOT NULL CHECK (price < 1000), note text,
       day timestamptz, stock integer NOT NULL DEFAULT 0);
     CREATE TABLE sales (sku text REFERENCES prices)`,
  );
});
afterAll(() => services?.close());
beforeEach(async () => {
  meanwhile = null;
  owner = `owner-${crypto.randomUUID()}`;
  await query('TRUNCATE prices, sales');
  await query(
    `INSERT INTO prices VALUES ('a', 1.10, null, '2026-01-31 08:00:00.123456Z', 5), ('b', 2, 'kept', null, 6),
       ('c', 3, null, null, 7), ('d', 4, E'odd \\' " \\\\ 价格', null, 8)`,
  );
});

const query = (text: string) => services.database.query(text);
const stored = () =>
  query('SELECT sku, price::text, note, day::text, stock FROM prices ORDER BY sku');
const worker = (signal = new AbortController().signal) => ({ worker: 'test', signal });
const attempt = (taskId: string) => runAttempt({ taskId, ...worker() }, services);

const LINES = ['a,10,new', 'x,7,new', 'b,2,kept', 'c,30,', 'd,40,', 'y,9,no', 'z,8,'];
const importLines = async (type = 'prices'): Promise<TaskRecord> =>
  (await importFile({ type, file: fileOf(LINES), owner }, services)).record;
const fileOf = (lines: readonly string[]) => `sku,price,note\n${lines.join('\n')}\n`;

async function registerUndo(
  { taskId, type }: Pick<TaskRecord, 'taskId' | 'type'>,
  preview = false,
) {
  const upload = { key: 'uploads/none', name: 'prices.csv', sizeBytes: 1 };
  const options = preview ? { preview } : {};
  const asked = { kind: 'import', type, options, upload, owner } as const;
  return services.register({ ...asked, undoes: taskId });
}

async function undo(record: TaskRecord, preview = false) {
  const { taskId } = await registerUndo(record, preview);
  await attempt(taskId);
  return imported(taskId, services);
}

async function shownOf({ taskId }: TaskRecord): Promise<ShownPreview> {
  const { shown } = previewKeys({ taskId, attempt: 1 });
  return JSON.parse(String(await buffer(await services.store.read(shown))));
}

async function sheetOf({ issues }: TaskRecord): Promise<Cell[][]> {
  if (issues === null) throw new Error('there is no file of the rows left');
  const book = await readBook(bytesSource(await buffer(await services.store.read(issues.key))));
  const rows: Cell[][] = [];
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  return rows;
}

/** The error workbook of LINES, in which the row y is corrected, perhaps to another key. */
async function correctedBook(first: TaskRecord, sku = 'y'): Promise<SheetToWrite[]> {
  const [header = [], failed = []] = await sheetOf(first);
  const columns = header.map((text) => ({ header: String(text) }));
  return [{ name: 'Prices', columns, rows: [[[sku, 90, 'good', ...failed.slice(3)]]] }];
}

test('an undo brings every row back exactly, and tells how many', async () => {
  const before = await stored();
  const first = await importLines();
  expect(first).toMatchObject({ phase: 'partial', counts: { succeeded: 6, failed: 1 } });
  expect(await stored()).not.toEqual(before);
  const { record, issues } = await undo(first);
  expect(await stored()).toEqual(before);
  // the row b was as it is, so nothing was kept of it
  expect(record).toMatchObject({
    phase: 'succeeded',
    undoes: first.taskId,
    counts: { total: 5, succeeded: 5, failed: 0, unprocessed: 0 },
    notices: [
      { code: 'rows_removed', values: { count: 2 } },
      { code: 'rows_put_back', values: { count: 3 } },
    ],
    issues: null,
  });
  expect(issues).toEqual([]);
  expect(await services.database.undo?.state(first.taskId)).toEqual({
    rows: 0,
    undoneBy: record.taskId,
  });
});

test('an import in one transaction comes back too', async () => {
  const before = await stored();
  const first = await importLines('whole-prices');
  expect(first).toMatchObject({ phase: 'partial', counts: { succeeded: 6, failed: 1 } });
  const { record } = await undo(first);
  expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 5, succeeded: 5 } });
  expect(await stored()).toEqual(before);
});

test('rows that somebody changed since are left, and listed with their values of before', async () => {
  const first = await importLines();
  await query(`UPDATE prices SET price = 77 WHERE sku = 'a';
    UPDATE prices SET stock = 1 WHERE sku = 'c';
    UPDATE prices SET stock = 1 WHERE sku = 'x';
    DELETE FROM prices WHERE sku = 'd';
    DELETE FROM prices WHERE sku = 'z'`);
  const { record, issues } = await undo(first);
  expect(record).toMatchObject({ phase: 'partial', counts: { total: 5, succeeded: 2, failed: 3 } });
  // the stock is no column of the import: c gets its price back; x was created and is in use
  expect(issues).toEqual([
    '2 edited_since_import',
    '3 edited_since_import',
    '6 edited_since_import',
  ]);
  const rows = await stored();
  expect(rows.map(({ sku, price }) => `${sku} ${Number(price)}`)).toEqual([
    'a 77',
    'b 2',
    'c 3',
    'x 7',
  ]);
  const [header, a, x, d, ...others] = await sheetOf(record);
  expect(header?.slice(0, 3)).toEqual(['sku', 'price', 'note']);
  expect(a?.slice(0, 3)).toEqual(['a', 1.1, null]);
  expect(a?.[4]).toBe('Row 2');
  expect(x?.[0]).toBe('x');
  expect(d?.slice(0, 3)).toEqual(['d', 4, 'odd \' " \\ 价格']);
  expect(others).toEqual([]);
});

test('a row that the database does not let go is left, and no other one', async () => {
  const first = await importLines();
  await query("INSERT INTO sales VALUES ('x')");
  const { record, issues } = await undo(first);
  expect(record).toMatchObject({ phase: 'partial', counts: { total: 5, succeeded: 4, failed: 1 } });
  expect(issues).toEqual(['3 refused_by_database']);
});

test('a preview of an undo tells the same, and changes nothing until it is confirmed', async () => {
  const first = await importLines();
  await query("UPDATE prices SET price = 77 WHERE sku = 'a'");
  await query("INSERT INTO sales VALUES ('x')");
  await query("DELETE FROM prices WHERE sku = 'z'");
  const imported = await stored();
  const { record } = await undo(first, true);
  expect(record).toMatchObject({ phase: 'previewed', counts: { total: 5, succeeded: 0 } });
  expect(await stored()).toEqual(imported);
  const { counts, differences, causes } = await shownOf(record);
  const figures = { total: 5, create: 0, update: 2, same: 1, checked: 0, remove: 0, failed: 2 };
  expect(counts).toEqual(figures);
  expect(differences).toContainEqual({ row: 5, key: 'c', column: 'price', before: 30, after: 3 });
  expect(causes.map(({ issue, rows }) => `${rows} ${issue.code}`)).toEqual([
    '1 edited_since_import',
    '1 refused_by_database',
  ]);
  expect(await services.database.undo?.state(first.taskId)).toMatchObject({ undoneBy: null });
  await services.tasks.confirm(record.taskId);
  await attempt(record.taskId);
  const done = await services.tasks.record(record.taskId);
  expect(done).toMatchObject({ phase: 'partial', counts: { total: 5, succeeded: 3, failed: 2 } });
});

test('an attempt that ends in between is gone on with, and no row is counted twice', async () => {
  const before = await stored();
  const first = await importLines();
  const { taskId } = await registerUndo(first);
  const stop = new AbortController();
  meanwhile = async () => stop.abort(new Error('the worker is gone'));
  await runAttempt({ taskId, ...worker(stop.signal) }, services).catch(() => undefined);
  expect(await stored()).not.toEqual(before);
  await attempt(taskId);
  expect(await stored()).toEqual(before);
  expect(await services.tasks.record(taskId)).toMatchObject({
    phase: 'succeeded',
    counts: { total: 5, succeeded: 5, failed: 0 },
  });
});

test('rows that were saved corrected go with the import in which they failed', async () => {
  const before = await stored();
  const first = await importLines();
  const book = await correctedBook(first);
  const corrected = await importFile({ type: 'prices', file: book, owner }, services);
  expect(corrected.record).toMatchObject({ phase: 'succeeded', counts: { succeeded: 1 } });
  expect(await services.database.undo?.state(corrected.record.taskId)).toMatchObject({ rows: 0 });
  const { record } = await undo(first);
  expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 6, succeeded: 6 } });
  expect(await stored()).toEqual(before);
});

test('a row that was corrected to the key of an earlier one comes back through both', async () => {
  const before = await stored();
  const first = await importLines();
  const file = await correctedBook(first, 'x');
  await importFile({ type: 'prices', file, owner }, services);
  expect((await stored()).find(({ sku }) => sku === 'x')).toMatchObject({ price: '90.00' });
  const { record: look } = await undo(first, true);
  expect((await shownOf(look)).counts).toMatchObject({ update: 4, remove: 2, failed: 0 });
  const { record } = await undo(first);
  expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 6, succeeded: 6 } });
  expect(await stored()).toEqual(before);
});

test('an error workbook of an import that was undone is refused', async () => {
  const first = await importLines();
  const file = await correctedBook(first);
  await undo(first);
  const late = await importFile({ type: 'prices', file, owner }, services);
  expect(late.record).toMatchObject({ phase: 'failed', error: { code: 'import_undone' } });
});

test('what somebody writes while a row is saved is not taken for what it was before', async () => {
  meanwhile = () => query("UPDATE prices SET price = 55 WHERE sku = 'a'");
  const first = await importLines();
  await undo(first);
  const [a] = await stored();
  expect(a).toMatchObject({ sku: 'a', price: '55.00' });
});
