import { Readable } from 'node:stream';
import type { Language } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import {
  loadBusiness,
  plainCaller,
  type ValidRow,
  validateRow,
  wordIssue,
} from '@longshore/executors';
import { executorLaws } from '@longshore/executors/conformance';
import type { PostgresDatabase } from '@longshore/postgres';
import { freshDatabase } from '@longshore/postgres/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const ORDERS = 2_000;
const server = await freshDatabase(inject('databaseUrl'));
process.env.DATABASE_URL = server.url;
process.env.SHOP_ORDERS = String(ORDERS);
const shop = await loadBusiness('@longshore/shop');
const database = shop.database as PostgresDatabase; // the shop's index.ts makes it by postgres()
const never = new AbortController().signal;

beforeAll(async () => {
  await database.migrate();
  await shop.prepare();
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

async function exported(type: string, params: object = {}) {
  const executor = shop.find('export', type);
  if (executor === undefined) throw new Error(`no export ${type}`);
  return database.read(never, async (db) => {
    const pages = executor.rows(executor.params.parse(params), {
      db,
      signal: never,
      owner: 'ada',
      caller: plainCaller('ada'),
      language: 'en',
      timeZone: 'UTC',
    });
    const rows: Record<string, unknown>[] = [];
    for await (const page of pages) rows.push(...page);
    expect(await pages.count?.()).toBe(rows.length);
    return rows;
  });
}

let tasks = 0;
/** Saves one chunk of cells as the runner would, and says what was refused. */
async function imported(
  type: string,
  cells: readonly Record<string, unknown>[],
  language: Language = 'en',
) {
  const executor = shop.find('import', type);
  if (executor === undefined) throw new Error(`no import ${type}`);
  const run = { taskId: `${type}-${++tasks}`, attempt: 1 };
  const checked = cells.map((row, i) => validateRow(executor, row, { row: i + 2 }));
  const rows: ValidRow[] = checked.flatMap((row, i) =>
    row.valid
      ? [{ part: 1, number: i + 2, value: row.value, idempotencyKey: `test/1/${i + 2}` }]
      : [],
  );
  let refusals: unknown;
  await database.openRun(run);
  const state: RunState = await database.chunk(run, never, async (tx) => {
    refusals = await executor.save(rows, {
      tx,
      signal: never,
      owner: 'ada',
      caller: plainCaller('ada'),
      language: 'en',
      timeZone: 'UTC',
      attachments: { open: () => Readable.from([]) },
      params: {},
    });
    return { cursor: { part: 1, row: cells.length + 1 }, succeeded: rows.length, failed: [] };
  });
  return {
    state,
    refusals,
    issues: checked
      .flatMap((row) => (row.valid ? [] : row.issues))
      .map((issue) => wordIssue(issue, executor.columns, language))
      .map(({ row, column, message }) => `${row} ${column}: ${message}`),
  };
}

describe('every executor', () => {
  for (const { title, check } of executorLaws(shop)) it(title, check);
});

describe('prepare', () => {
  it('makes the shop once, however many processes start, and the same each time', async () => {
    const other = await freshDatabase(inject('databaseUrl'));
    const { postgres } = await import('@longshore/postgres');
    const { prepareShop } = await import('./seed/prepare-shop.js');
    const processes = Array.from({ length: 3 }, () => postgres(other.url));
    await Promise.all(processes.map((process) => prepareShop(process, { orders: ORDERS })));
    const digest = (table: string) =>
      `SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS digest FROM ${table} AS t`;
    for (const table of ['categories', 'products', 'customers', 'orders']) {
      expect(await processes[0]?.query(digest(table))).toEqual(await database.query(digest(table)));
    }
    await Promise.all(processes.map((process) => process.close()));
    await other.drop();
  });

  it('adds the orders that are missing when more are asked for', async () => {
    const other = await freshDatabase(inject('databaseUrl'));
    const { postgres } = await import('@longshore/postgres');
    const { prepareShop } = await import('./seed/prepare-shop.js');
    const db = postgres(other.url);
    await prepareShop(db, { orders: 100 });
    await prepareShop(db, { orders: ORDERS });
    await prepareShop(db, { orders: 10 });
    const rows = 'SELECT * FROM orders ORDER BY id';
    expect(await db.query(rows)).toEqual(await database.query(rows));
    await db.close();
    await other.drop();
  });

  it('leaves nothing of a process that was killed in the middle, and is then made whole', async () => {
    const other = await freshDatabase(inject('databaseUrl'));
    const { postgres } = await import('@longshore/postgres');
    const { prepareShop } = await import('./seed/prepare-shop.js');
    const [db, killed] = [postgres(other.url), postgres(other.url)];
    const first = expect(prepareShop(killed, { orders: 500_000 })).rejects.toThrow();
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND query LIKE '%INSERT INTO orders%' AND pid <> pg_backend_pid()`;
    while ((await db.query(kill)).length === 0);
    await first;
    expect(await db.query(`SELECT to_regclass('orders') AS orders`)).toEqual([{ orders: null }]);
    await prepareShop(db, { orders: 10 });
    expect(await db.query('SELECT count(*) AS rows FROM orders')).toEqual([{ rows: 10 }]);
    await Promise.all([db.close(), killed.close()]);
    await other.drop();
  });

  it('has names in both scripts, and remarks with what XML must escape', async () => {
    const [found] = await database.query(`SELECT
      (SELECT count(*) FROM customers WHERE name ~ '^[A-Z]') AS english, (SELECT count(*) FROM customers WHERE name ~ '^[一-龥]') AS chinese,
      (SELECT string_agg(DISTINCT remark, '') FROM orders) AS remarks, (SELECT count(DISTINCT status) FROM orders) AS statuses`);
    expect(found).toMatchObject({ english: 1_666, chinese: 3_334, statuses: 5 });
    expect(found?.remarks).toMatch(/(?=.*&)(?=.*<)(?=.*>)(?=.*")/);
  });
});

describe('export orders', () => {
  it('gives all orders with the names of customer and product', async () => {
    const rows = await exported('orders');
    expect(rows).toHaveLength(ORDERS);
    const plain = `SELECT o.id, placed_at AS "placedAt", c.name AS customer, sku, p.name AS product, quantity, o.price, amount, o.status, invoiced, remark
      FROM orders o JOIN customers c ON c.id = customer_id JOIN products p USING (sku) ORDER BY o.id`;
    expect(rows).toEqual(await database.query(plain));
  });

  it('is narrowed by time, status, ids and limit', async () => {
    const all = await exported('orders');
    const [from, to] = ['2025-01-01T02:00:00Z', '2025-01-01T12:30:00+08:00'];
    expect(await exported('orders', { from, to })).toEqual(
      all.filter(
        ({ placedAt }) => (placedAt as Date) >= new Date(from) && (placedAt as Date) < new Date(to),
      ),
    );
    expect(await exported('orders', { status: 'paid' })).toEqual(
      all.filter(({ status }) => status === 'paid'),
    );
    expect((await exported('orders', { ids: ['3', '1', '99999999'] })).map(({ id }) => id)).toEqual(
      [1, 3],
    );
    expect(await exported('orders', { ids: [] })).toEqual([]);
    expect(await exported('orders', { limit: 7 })).toEqual(all.slice(0, 7));
  });

  it.each(['placedAt', 'amount', 'status'] as const)(
    'comes in the order of %s, equals by id',
    async (orderBy) => {
      const column = { placedAt: 'placed_at', amount: 'amount', status: 'status' }[orderBy];
      for (const [descending, direction] of [[false, 'ASC'] as const, [true, 'DESC'] as const]) {
        const plain = await database.query(
          `SELECT id FROM orders ORDER BY ${column} ${direction}, id ${direction}`,
        );
        const rows = await exported('orders', { orderBy, descending });
        expect(rows.map(({ id }) => ({ id }))).toEqual(plain);
      }
    },
  );

  it('refuses params that are not valid', () => {
    const { params } = shop.find('export', 'orders') ?? {};
    for (const bad of [
      { form: '2025-01-01' },
      { from: 'yesterday' },
      { status: 'lost' },
      { ids: ["1' OR 1=1"] },
      { ids: [1] },
      { limit: 0 },
    ]) {
      expect(params?.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
    }
  });
});

describe('import products', () => {
  const good = { sku: 'N1', name: '新品', category: '图书', price: 9.5, status: '上架' };

  it('inserts and overwrites by SKU; of two rows with one SKU the later wins', async () => {
    const { refusals } = await imported('products', [
      good,
      { ...good, sku: 'P00001', price: 1 },
      { ...good, name: '更新', status: '下架' },
    ]);
    expect(refusals).toEqual([]);
    const rows = await exported('products');
    expect(rows.find(({ sku }) => sku === 'N1')).toEqual({
      sku: 'N1',
      name: '更新',
      category: '图书',
      price: 9.5,
      status: 0,
    });
    expect(rows.find(({ sku }) => sku === 'P00001')).toMatchObject({ name: '新品', price: 1 });
  });

  it('says no to an unknown category, and saves the others', async () => {
    const { refusals } = await imported('products', [
      { ...good, sku: 'N2', category: '飞船' },
      { ...good, sku: 'N3' },
    ]);
    expect(refusals).toEqual([
      {
        row: 2,
        column: '分类',
        code: 'unknown_category',
        message: { en: 'is no category of this shop', zh: '不是本店的分类' },
      },
    ]);
    const skus = (await exported('products')).map(({ sku }) => sku);
    expect(skus).toContain('N3');
    expect(skus).not.toContain('N2');
  });

  it('names what is wrong with a row', async () => {
    const bad = [{ price: -1, status: '卖' }];
    expect((await imported('products', bad)).issues).toEqual([
      '2 SKU: required',
      '2 Name: required',
      '2 Category: required',
      '2 Price: must be >= 0',
      '2 Status: must be one of On sale, Off sale',
    ]);
    expect((await imported('products', bad, 'zh')).issues).toEqual([
      '2 商品编码: 必填',
      '2 商品名称: 必填',
      '2 分类: 必填',
      '2 价格: 必须大于或等于 0',
      '2 状态: 必须是：上架、下架',
    ]);
  });
});

describe('import retail', () => {
  const line = {
    invoiceNo: '536365',
    stockCode: '71053',
    description: null,
    quantity: 6,
    invoiceDate: new Date('2010-12-01T08:26:00Z'),
    unitPrice: 3.39,
    customerId: 17850,
    country: 'UK',
  };

  it('keeps lines that repeat, and the export gives them back', async () => {
    await imported('retail', [line, line, { ...line, stockCode: '85123A', country: null }]);
    const rows = (await exported('retail')).map(({ id, ...row }) => row);
    expect(rows).toEqual([line, line, { ...line, stockCode: '85123A', country: null }]);
  });

  it('names everything that is wrong with a row', async () => {
    const { issues } = await imported('retail', [
      { quantity: -0.5, unitPrice: 0, invoiceDate: 'soon', description: null, country: null },
    ]);
    expect(issues).toEqual([
      '2 Invoice: required',
      '2 Stock code: required',
      '2 Quantity: must be > 0',
      '2 Quantity: must be a whole number',
      '2 Invoiced: must be a date like 2026-01-31',
      '2 Unit price: must be > 0',
      '2 Customer: required',
    ]);
  });
});

describe('settle-orders', () => {
  const batch = shop.find('batch', 'settle-orders');
  const settle = async (ids: readonly number[], tries: number) => {
    if (batch === undefined) throw new Error('no batch');
    return database.transaction(async (tx) => {
      const orders = await tx.query<Record<string, unknown>>(
        'SELECT id, customer_id, amount FROM orders WHERE id = ANY ($1::bigint[]) ORDER BY id',
        [ids],
      );
      const caller = plainCaller('ada');
      const context = {
        owner: 'ada',
        caller,
        language: 'en',
        timeZone: 'UTC',
        params: {},
      } as const;
      return batch.process(orders, { ...context, tx, signal: never, tries: () => tries });
    });
  };

  it('has all that a batch needs of its table, in a shop that was made before it too', async () => {
    if (batch === undefined) throw new Error('no batch');
    expect(await database.checkBatch(batch.source)).toEqual([]);
    const other = await freshDatabase(inject('databaseUrl'));
    const { postgres } = await import('@longshore/postgres');
    const { prepareShop } = await import('./seed/prepare-shop.js');
    const old = postgres(other.url);
    await prepareShop(old, { orders: 10 });
    await old.query(
      'DROP TABLE settlements; ALTER TABLE orders DROP COLUMN settle_state, DROP COLUMN settle_remark',
    );
    await prepareShop(old, { orders: 10 });
    expect(await old.checkBatch(batch.source)).toEqual([]);
    await old.close();
    await other.drop();
  });

  it('writes a fee of 0.6 % for each order, and refuses those above the limit', async () => {
    await database.query('UPDATE orders SET amount = 19000.01 WHERE id = 3');
    await database.query('UPDATE orders SET amount = 0.01 WHERE id = 4');
    await database.query('UPDATE orders SET amount = 1234.56 WHERE id = 5');
    expect(await settle([3, 4, 5], 0)).toMatchObject([{ key: 3, code: 'needs_approval' }]);
    expect(await database.query('SELECT order_id, fee FROM settlements ORDER BY order_id')).toEqual(
      [
        { order_id: 4, fee: 0.1 },
        { order_id: 5, fee: 7.41 },
      ],
    );
  });

  it('ends in an exception for one order of some thousand, which heals', async () => {
    await database.query(
      'INSERT INTO orders SELECT 4999, placed_at, customer_id, sku, quantity, price, amount, status, invoiced FROM orders WHERE id = 1',
    );
    await expect(settle([1, 4999], 0)).rejects.toThrow('did not answer in time');
    expect(await settle([4999], 1)).toEqual([]);
    expect(
      await database.query('SELECT order_id FROM settlements WHERE order_id IN (1, 4999)'),
    ).toEqual([{ order_id: 4999 }]);
  });
});

describe('payments', () => {
  const batch = shop.find('batch', 'book-payments');
  const pay = (payments: readonly (readonly [string, unknown, unknown])[]) =>
    imported(
      'payments',
      payments.map(([payment_no, order_id, amount]) => ({ payment_no, order_id, amount })),
    );
  /** Books the payments with these numbers one after the other; what was said of each. */
  const book = (numbers: readonly string[]) =>
    database.transaction(async (tx) => {
      if (batch === undefined) throw new Error('no batch');
      const payments = await tx.query<Record<string, unknown>>(
        'SELECT payment_no, order_id, amount FROM payments WHERE payment_no = ANY ($1) ORDER BY payment_no',
        [numbers],
      );
      const context = {
        owner: 'ada',
        caller: plainCaller('ada'),
        language: 'en',
        timeZone: 'UTC',
        params: {},
      } as const;
      return batch.process(payments, { ...context, tx, signal: never, tries: () => 0 });
    });

  it('have a table that the batch can work on, in a shop that was made before it too', async () => {
    if (batch === undefined) throw new Error('no batch');
    expect(await database.checkBatch(batch.source)).toEqual([]);
    await database.query('DROP TABLE payments');
    await shop.prepare();
    expect(await database.checkBatch(batch.source)).toEqual([]);
  });

  it('are booked on the order that awaits them, once; the others are told why not', async () => {
    const [order] = await database.query<{ id: number; amount: number }>(
      `SELECT id, amount FROM orders WHERE status = 'pending' ORDER BY id LIMIT 1`,
    );
    if (order === undefined) throw new Error('no order awaits payment');
    const { id, amount } = order;
    await pay([
      ['A1', id, amount + 0.01],
      ['A2', id, amount],
      ['A3', id, amount],
      ['A4', 99_999_999, 1],
    ]);
    expect(await book(['A1', 'A2', 'A3', 'A4'])).toMatchObject([
      { key: 'A1', code: 'other_amount' },
      { key: 'A3', code: 'not_awaited' },
      { key: 'A4', code: 'unknown_order' },
    ]);
    expect(await database.query('SELECT status FROM orders WHERE id = $1', [id])).toEqual([
      { status: 'paid' },
    ]);
  });

  it('are mended by a second upload until they are booked, and then stay as they are', async () => {
    await pay([['B1', 1, 5]]);
    await database.query(
      `UPDATE payments SET book_state = 4, book_remark = 'no' WHERE payment_no = 'B1'`,
    );
    expect((await pay([['B1', 2, 5]])).refusals).toEqual([]);
    const stored = () => database.query(`SELECT * FROM payments WHERE payment_no = 'B1'`);
    const mended = { payment_no: 'B1', order_id: 2, amount: 5, book_state: 0, book_remark: null };
    expect(await stored()).toEqual([mended]);
    await database.query(`UPDATE payments SET book_state = 2 WHERE payment_no = 'B1'`);
    expect((await pay([['B1', 3, 6]])).refusals).toMatchObject([
      { row: 2, column: '收款编号', code: 'booked' },
    ]);
    expect(await stored()).toEqual([{ ...mended, book_state: 2 }]);
  });
});

describe('close-day', () => {
  const posts = () =>
    database.query('SELECT key, day::text, orders, fees FROM postings ORDER BY key');
  const close = async (tick: string) => {
    const routine = shop.find('routine', 'close-day');
    if (routine === undefined) throw new Error('no routine');
    await routine.run({
      tick: new Date(tick),
      madeBy: 'clock',
      caller: plainCaller('system'),
      isCatchUp: false,
      state: null,
      checkpoint: (_state, work) => database.transaction(async (tx) => work?.(tx)),
      importDropped: async () => 0,
      signal: never,
    });
  };
  const runCalls = async () => {
    const due = await database.retries?.take(shop.retryables, { worker: 'test', limit: 10 });
    for (const call of due?.taken ?? [])
      await shop.retryables
        .find(({ name }) => name === call.name)
        ?.runTaken(call, { worker: 'test', stopping: never });
    return due?.taken.map(({ key }) => key);
  };

  it('posts the fees of the day before in Shanghai, once, and nothing of a day without any', async () => {
    await database.query('DELETE FROM settlements');
    await database.query(`INSERT INTO settlements VALUES
      (1, 0.10, '2026-03-01T15:59:59.999Z'), (2, 7.41, '2026-03-01T16:00:00Z'),
      (3, 0.20, '2026-03-02T15:59:59Z'), (4, 9.99, '2026-03-02T16:00:00Z')`);
    await close('2026-03-02T17:30:00Z');
    await close('2026-03-02T17:30:00Z');
    await close('2026-02-02T17:30:00Z');
    expect(await runCalls()).toEqual(['fees 2026-03-02', 'fees 2026-03-02']);
    expect(await posts()).toEqual([
      { key: 'fees 2026-03-02', day: '2026-03-02', orders: 2, fees: 7.61 },
    ]);
  });
});
