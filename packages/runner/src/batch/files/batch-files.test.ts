/** The files of a batch, on real PostgreSQL, Redis and a store. */
import { buffer } from 'node:stream/consumers';
import { defineBatch, defineImport } from '@longshore/executors';
import { AttemptStop, type StoredFile, type Task } from '@longshore/tasks';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const title = { en: 'Orders', zh: '订单' };
const Order = z.object({
  id: z.int().meta({ header: 'Order', titles: { zh: '订单号' } }),
  due: z.date().meta({ header: 'Due', titles: { zh: '到期' }, format: 'yyyy-mm-dd hh:mm:ss' }),
  amount: z.number().meta({ header: 'Amount', titles: { zh: '金额' } }),
});

/** Set by a test: called before a page is processed. */
let beforePage: (ids: readonly number[]) => Promise<void> = async () => {};

const SOURCE = { table: 'orders', key: 'id', state: 'state', remark: 'remark' } as const;
const common = {
  title,
  row: Order,
  pageRows: 4,
  maxTries: 1,
  each: async ({ id }: { id: number }) => {
    await beforePage([id]);
    if (id === 3) throw new Error('no answer');
    return id === 5 ? { code: 'closed', message: { en: 'is closed', zh: '已关闭' } } : undefined;
  },
};
const orders = defineBatch({ ...common, type: 'orders', source: SOURCE });
const archived = defineBatch({
  ...common,
  type: 'archived',
  source: { ...SOURCE, archive: { success: 'orders_done', failure: 'orders_failed' } },
});
const remarks = defineBatch({
  type: 'remarks',
  title,
  row: z.object({
    id: z.int(),
    text: z
      .string()
      .min(2)
      .meta({ header: 'Text', titles: { zh: '内容' } }),
  }),
  source: { ...SOURCE, table: 'remarks' },
  each: ({ text }) => ({ code: 'closed', message: text }),
});
const again: Record<string, unknown>[] = [];
const corrected = defineImport({
  type: 'orders',
  title,
  row: Order,
  save: async (rows) => void again.push(...rows.map(({ value }) => value)),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([orders, archived, remarks, corrected]);
  for (const table of ['orders', 'orders_done', 'orders_failed'])
    await services.database.query(
      `CREATE TABLE ${table} (id bigint PRIMARY KEY, due timestamptz NOT NULL, amount numeric, state smallint NOT NULL DEFAULT 0, remark varchar(8))`,
    );
});
afterAll(() => services?.close());
beforeEach(async () => {
  beforePage = async () => {};
  await services.database.query('TRUNCATE orders, orders_done, orders_failed');
});

const DUE = new Date('2026-03-04T20:00:00Z');
const fill = (records: number) =>
  services.database.query(
    `INSERT INTO orders (id, due, amount) SELECT n, '${DUE.toISOString()}', n FROM generate_series(1, ${records}) AS n`,
  );

interface Wish {
  readonly language?: 'en' | 'zh';
  readonly timeZone?: string;
}

async function register(type: string, wish: Wish = {}): Promise<Task> {
  return services.register({ kind: 'batch', type, params: {}, batchNo: null, only: null, ...wish });
}

async function run({ taskId }: Task, signal = new AbortController().signal) {
  await runAttempt({ taskId, worker: 'test', signal }, services);
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('no record');
  return record;
}

async function sheetsOf(file: StoredFile | null): Promise<Record<string, Cell[][]>> {
  if (file === null) throw new Error('no file');
  const { sheets } = await readBook(bytesSource(await buffer(await services.store.read(file.key))));
  const tables: Record<string, Cell[][]> = {};
  for (const sheet of sheets) {
    const rows: Cell[][] = [];
    for await (const batch of sheet.rows()) rows.push(...batch.rows.map((row) => [...row]));
    tables[sheet.name] = rows;
  }
  return tables;
}

test('the result has a summary, and a line for each record that was worked', async () => {
  await fill(6);
  const record = await run(await register('orders'));
  expect(record).toMatchObject({ phase: 'partial', error: null });
  expect(record.result?.name).toMatch(/^Orders \d{4}-\d{2}-\d{2} \d{4}\.xlsx$/);
  const { Summary = [], Detail = [] } = await sheetsOf(record.result);
  expect(Object.fromEntries(Summary.map(([item, value]) => [item, value]))).toMatchObject({
    Batch: 'Orders',
    Type: 'orders',
    Task: record.taskId,
    Records: 6,
    'success (2)': 4,
    'exception (3)': 1,
    'failure (4)': 1,
    'unprocessed (0)': 0,
    Start: expect.any(Date),
    End: expect.any(Date),
    Duration: expect.stringMatching(/^0:00:\d\d$/),
  });
  const [header, ...lines] = Detail;
  expect(header).toEqual(['Time', 'Batch', 'Row', 'Key', 'Result']);
  expect(lines).toEqual(
    ['success', 'success', 'exception: no answer', 'success', 'failure: is closed', 'success'].map(
      (result, index) => [expect.any(Date), 'orders', index + 1, index + 1, result],
    ),
  );
});

test('the files speak the language of the task, and show the clock of its zone', async () => {
  await fill(3);
  const record = await run(await register('orders', { language: 'zh', timeZone: 'Asia/Shanghai' }));
  const { 汇总: summary = [], 明细: detail = [] } = await sheetsOf(record.result);
  expect(summary.map(([item]) => item)).toContain('异常 (3)');
  expect(detail.map((line) => line[4])).toEqual(['结果', '成功', '成功', '异常: no answer']);
  const { 订单: issues = [] } = await sheetsOf(record.issues);
  expect(issues).toEqual([
    ['订单号', '到期', '金额', '记录处理标志', '错误原因'],
    [3, new Date('2026-03-05T04:00:00Z'), 3, '3', 'no answer'],
  ]);
});

test('a batch without failed records has no file of them', async () => {
  await fill(2);
  expect(await run(await register('orders'))).toMatchObject({
    phase: 'succeeded',
    result: { name: expect.stringContaining('Orders') },
    issues: null,
  });
});

test('the failed records can be imported as they are, with their reasons left out', async () => {
  await fill(6);
  const { issues } = await run(await register('orders', { timeZone: 'Asia/Shanghai' }));
  if (issues === null) throw new Error('no file');
  expect(issues.name).toMatch(/^Orders .* \(errors\)\.xlsx$/);
  const record = await run(
    await services.register({
      kind: 'import',
      type: 'orders',
      options: {},
      upload: issues,
      timeZone: 'Asia/Shanghai',
    }),
  );
  expect(record).toMatchObject({ phase: 'succeeded', notices: [] });
  expect(again).toEqual([
    { id: 3, due: DUE, amount: 3 },
    { id: 5, due: DUE, amount: 5 },
  ]);
});

test('a text that no cell can hold is an error, which no import takes, and not cut', async () => {
  await services.database.query(`
    CREATE TABLE IF NOT EXISTS remarks (id bigint PRIMARY KEY, text text, state smallint NOT NULL DEFAULT 0, remark text);
    INSERT INTO remarks (id, text) VALUES (1, repeat('x', 32767)), (2, repeat('x', 32768))`);
  const { issues } = await run(await register('remarks'));
  const { Orders = [] } = await sheetsOf(issues);
  expect(Orders.slice(1).map(([, text]) => text)).toEqual([
    'x'.repeat(32_767),
    { error: '#VALUE!' },
  ]);
});

test('a reason that no cell can hold says that it was cut, and where the whole of it is', async () => {
  await services.database.query(
    `TRUNCATE remarks; INSERT INTO remarks (id, text) VALUES (1, repeat('x', 32768)), (2, 'short')`,
  );
  const { issues, result } = await run(await register('remarks'));
  const reasons = ((await sheetsOf(issues)).Orders ?? []).slice(1).map((row) => row.at(-1));
  expect(String(reasons[0])).toHaveLength(32_767);
  expect(reasons[0]).toMatch(/x… \(cut: the list of failed records has the whole text\)$/);
  expect(reasons[1]).toBe('short');
  const { Detail = [] } = await sheetsOf(result);
  expect(Detail[1]?.at(-1)).toMatch(/^failure: x+… \(cut/);
});

test('a broken rule is told in the language of the task', async () => {
  await services.database.query(`TRUNCATE remarks; INSERT INTO remarks (id, text) VALUES (1, 'x')`);
  const { issues } = await run(await register('remarks', { language: 'zh' }));
  const { 订单 = [] } = await sheetsOf(issues);
  expect(订单[1]?.at(-1)).toBe('内容: 至少 2 个字符');
});

test('records move to the archive with their page, and their file has them all the same', async () => {
  await fill(6);
  const record = await run(await register('archived'));
  expect(record).toMatchObject({ phase: 'partial', counts: { total: 6, succeeded: 4, failed: 2 } });
  const tables = await services.database.query(
    `SELECT 'orders' AS name, array_agg(id::int ORDER BY id) AS ids FROM orders
     UNION ALL SELECT 'done', array_agg(id::int ORDER BY id) FROM orders_done
     UNION ALL SELECT 'failed', array_agg(id::int ORDER BY id) FROM orders_failed`,
  );
  expect(tables).toEqual([
    { name: 'orders', ids: [3] },
    { name: 'done', ids: [1, 2, 4, 6] },
    { name: 'failed', ids: [5] },
  ]);
  expect((await sheetsOf(record.issues)).Orders?.slice(1)).toEqual([
    [3, DUE, 3, '3', 'no answer'],
    [5, DUE, 5, '4', 'is closed'],
  ]);
});

test('a cancelled batch has its failed records', async () => {
  await fill(12);
  const task = await register('orders');
  const stop = new AbortController();
  beforePage = async ([id]) => {
    if (id !== 9) return;
    await services.tasks.cancel(task.taskId);
    stop.abort(new AttemptStop('cancelled'));
    stop.signal.throwIfAborted();
  };
  const record = await run(task, stop.signal);
  expect(record).toMatchObject({ phase: 'cancelled', counts: { succeeded: 6, failed: 2 } });
  expect((await sheetsOf(record.issues)).Orders?.slice(1).map(([id]) => id)).toEqual([3, 5]);
});
