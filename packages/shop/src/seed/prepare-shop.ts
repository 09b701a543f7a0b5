/**
 * Makes the tables and first rows of the shop in one transaction: a killed process leaves nothing
 * half done.
 */
import type { Transaction } from '@longshore/database';
import type { PostgresDatabase } from '@longshore/postgres';
import { insertCategories, insertCustomers, insertOrders, insertProducts, PICK } from './rows.js';
import { PAYMENTS, POSTINGS, REFERENCES, SETTLEMENTS, TABLES } from './tables.js';

interface ShopOptions {
  /** How many orders there must be at least. */
  readonly orders: number;
}

/**
 * Run by every process at start: one works, the others wait, and a prepared shop takes a moment.
 */
export const prepareShop = (database: PostgresDatabase, { orders }: ShopOptions): Promise<void> =>
  database.transaction(
    async (tx) => {
      await makeShop(tx, orders);
      if (await lacks(tx, 'settlements')) await tx.query(SETTLEMENTS);
      if (await lacks(tx, 'payments')) await tx.query(PAYMENTS);
      if (await lacks(tx, 'postings')) await tx.query(POSTINGS);
    },
    { lock: 'shop' },
  );

async function makeShop(tx: Transaction, orders: number): Promise<void> {
  const isNew = await lacks(tx, 'orders');
  const newest = isNew ? 0 : await newestOrder(tx);
  if (!isNew && newest >= orders) return;
  await tx.query(PICK);
  if (isNew) await makeTables(tx);
  await run(tx, insertOrders(newest + 1, orders));
  if (isNew) await tx.query(REFERENCES);
  await tx.query('DROP FUNCTION pg_temp.pick');
}

async function lacks(tx: Transaction, table: string): Promise<boolean> {
  const [found] = await tx.query<{ lacking: boolean }>(
    'SELECT to_regclass($1) IS NULL AS lacking',
    [table],
  );
  return found?.lacking ?? true;
}

async function newestOrder(tx: Transaction): Promise<number> {
  const [found] = await tx.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM orders');
  return found?.id ?? 0;
}

async function makeTables(tx: Transaction): Promise<void> {
  await tx.query(TABLES);
  for (const rows of [insertCategories(), insertCustomers(), insertProducts()]) await run(tx, rows);
}

const run = (tx: Transaction, { text, values }: { text: string; values: readonly unknown[] }) =>
  tx.query(text, values);
