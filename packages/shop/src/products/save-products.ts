/** Saves products by SKU; a category that the shop does not have is a no of the business. */
import type { SavedRow, Sql } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import type { Product } from './product.js';

export async function saveProducts(tx: Sql, rows: readonly SavedRow<Product>[]) {
  const codes = await categoryCodes(tx);
  const known = rows.flatMap(({ value }) => {
    const category = codes.get(value.category);
    return category === undefined ? [] : [{ ...value, category }];
  });
  await upsert(tx, { table: 'products', key: 'sku', rows: known });
  const unknown = rows.filter(({ value }) => !codes.has(value.category));
  return unknown.map(({ number }) => ({ row: number, column: 'category' as const, code: 'unknown_category', message: 'unknown category' }));
}

/** Label -> code. */
async function categoryCodes(tx: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ code: string; name: string }>('SELECT code, name FROM categories');
  return new Map(rows.map(({ code, name }) => [name, code]));
}
