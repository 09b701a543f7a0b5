/**
 * The whole way of the shop's payments, over HTTP: a file that the bank drops, or a person uploads,
 * is imported, and the batch that follows works each payment once. Triggers count what the tables
 * are given.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Kind, LedgerRecord, RoutineOut, RoutineRuns } from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };
/** On whose behalf the shop imports what is dropped. */
const DROPPED_FOR = 'demo';

let system: System;
let db: pg.Client;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 2,
    env: { SHOP_ORDERS: '2000', RATE_LIMIT_PER_MINUTE: '100000' },
  });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
  await db.query(`
    CREATE TABLE noted (what text NOT NULL, key text NOT NULL);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO noted SELECT TG_ARGV[0], coalesce(to_jsonb(NEW) ->> 'payment_no', to_jsonb(NEW) ->> 'id');
      RETURN NULL;
    END $$;
    CREATE TRIGGER saved AFTER INSERT ON payments FOR EACH ROW EXECUTE FUNCTION note('saved');
    CREATE TRIGGER worked AFTER UPDATE ON payments FOR EACH ROW WHEN (NEW.book_state <> 0) EXECUTE FUNCTION note('worked');
    CREATE TRIGGER paid AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note('paid');`);
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});
beforeEach(() =>
  db.query(
    `TRUNCATE payments; UPDATE orders SET status = 'pending' WHERE status = 'paid'; TRUNCATE noted`,
  ),
);

interface Payment {
  readonly number: string;
  readonly order: number;
  readonly amount: number;
}

/** Of every order that awaits payment, and one of an order that the shop does not have. */
async function payments(): Promise<Payment[]> {
  const { rows } = await db.query<{ id: string; amount: string }>(
    `SELECT id, amount FROM orders WHERE status = 'pending' ORDER BY id`,
  );
  const good = rows.map(({ id, amount }) => ({
    number: `B-${id}`,
    order: Number(id),
    amount: Number(amount),
  }));
  return [...good, { number: 'B-lost', order: 99_999_999, amount: 1 }];
}

const fileOf = (paid: readonly Payment[]): Buffer =>
  Buffer.from(
    ['Payment,Order,Amount', ...paid.map((one) => Object.values(one).join()), ''].join('\r\n'),
  );

/** The only task of a kind that an owner has. */
const onlyTask = (owner: string, kind: Kind): Promise<LedgerRecord> =>
  waitUntil(
    async () => {
      const { items } = await system.client({ owner }).listTasks({ kind });
      expect(items.length).toBeLessThanOrEqual(1);
      return items[0] ?? null;
    },
    { what: `the ${kind} of ${owner}` },
  );

/** The rows were saved once, the batch worked each once, and each good payment paid its order. */
async function expectWorkedOnce(owner: string, importId: string, paid: readonly Payment[]) {
  const imported = await system.finished(importId, { owner });
  expect(imported).toMatchObject({ phase: 'succeeded', counts: { succeeded: paid.length } });
  const { notices } = await system.record(importId, { owner });
  expect(notices.map(({ code }) => code)).toContain('batch_started');
  const { taskId } = await onlyTask(owner, 'batch');
  expect(await system.finished(taskId, { owner })).toMatchObject({
    phase: 'partial',
    type: 'book-payments',
    counts: { total: paid.length, succeeded: paid.length - 1, failed: 1, unprocessed: 0 },
  });
  const noted = async (what: string) =>
    (await db.query<{ key: string }>('SELECT key FROM noted WHERE what = $1', [what])).rows
      .map(({ key }) => key)
      .sort();
  const numbers = paid.map(({ number }) => number).sort();
  expect(await noted('saved')).toEqual(numbers);
  expect(await noted('worked')).toEqual(numbers);
  expect(await noted('paid')).toEqual(
    paid
      .slice(0, -1)
      .map(({ order }) => String(order))
      .sort(),
  );
  const { rows } = await db.query(
    'SELECT payment_no, book_remark FROM payments WHERE book_state = 4',
  );
  expect(rows).toEqual([
    { payment_no: 'B-lost', book_remark: 'the shop has no order of this number' },
  ]);
}

/** As another program does: whole under its name at once, and finished an hour ago. */
function drop(name: string, bytes: Uint8Array): void {
  const folder = join(system.env.STORAGE_DIR ?? '', 'inbox', 'payments');
  mkdirSync(folder, { recursive: true });
  const [hidden, shown] = [join(folder, `.${name}`), join(folder, name)];
  writeFileSync(hidden, bytes);
  const anHourAgo = Date.now() / 1_000 - 3_600;
  utimesSync(hidden, anHourAgo, anHourAgo);
  renameSync(hidden, shown);
}

const routine = '/api/routines/watch-payments';
/** Until the routine has looked again after now. */
async function lookedAgain(): Promise<void> {
  const runs = async () => (await system.call<RoutineRuns>(`${routine}/runs`, OPERATOR)).body.items;
  const [newest] = await runs();
  await waitUntil(
    async () => {
      const [run, before] = (await runs()).filter(({ outcome }) => outcome === 'succeeded');
      return run !== undefined && before !== undefined && before.tick > (newest?.tick ?? '');
    },
    { what: 'two later runs of the routine' },
  );
}

test('a dropped file is imported once, archived as it was, and its payments are booked once', async () => {
  const paid = await payments();
  const bytes = fileOf(paid);
  const { body } = await system.call<RoutineOut>(`${routine}/cron`, {
    ...OPERATOR,
    method: 'PUT',
    json: { cron: '* * * * * *' },
  });
  expect(body).toMatchObject({ isOverridden: true });
  drop('friday.csv', bytes);
  const { taskId } = await onlyTask(DROPPED_FOR, 'import');
  await expectWorkedOnce(DROPPED_FOR, taskId, paid);
  await lookedAgain();
  expect((await onlyTask(DROPPED_FOR, 'import')).taskId).toBe(taskId);
  const root = system.env.STORAGE_DIR ?? '';
  const [archived, ...others] = readdirSync(join(root, 'archive', 'inbox', 'payments'));
  expect(others).toEqual([]);
  expect(archived).toMatch(/^\d{8}T\d{9}Z-friday\.csv$/);
  expect(readFileSync(join(root, 'archive', 'inbox', 'payments', archived ?? ''))).toEqual(bytes);
  expect(system.storedFiles()).not.toContain('friday.csv');
});

test('an uploaded file goes the same way, and what was refused is uploaded again as it came out', async () => {
  const owner = 'ann';
  const paid = await payments();
  const { body } = await system.registerImport(
    'payments',
    { name: 'payments.csv', bytes: fileOf(paid) },
    { owner },
  );
  await expectWorkedOnce(owner, body.taskId, paid);
  const batch = await onlyTask(owner, 'batch');
  const { issuesUrl } = await system.status({ taskId: batch.taskId }, { owner });
  const file = await fetch(new URL(issuesUrl ?? '', system.url));
  const bytes = new Uint8Array(await file.arrayBuffer());
  await db.query(
    `INSERT INTO orders SELECT 99999999, placed_at, customer_id, sku, 1, 1, 1, 'pending', false FROM orders WHERE id = 1`,
  );
  const again = await system.registerImport('payments', { name: 'again.xlsx', bytes }, { owner });
  await system.finished(again.body.taskId, { owner });
  await waitUntil(
    async () => (await db.query('SELECT FROM payments WHERE book_state <> 2')).rows.length === 0,
    { what: 'the mended payment to be booked' },
  );
});
