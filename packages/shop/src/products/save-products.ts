/** Saves products by SKU; a category that the shop does not have is a no of the business. */
import type { Sql } from '@longshore/database';
import type { ImportContext, ValidRow } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import type { Product } from './product.js';

const UNKNOWN_CATEGORY = { en: 'is no category of this shop', zh: '不是本店的分类' } as const;

export async function saveProducts(rows: readonly ValidRow<Product>[], { tx }: ImportContext) {
  const codes = await categoryCodes(tx);
  const known = rows.flatMap(({ value }) => {
    const category = codes.get(value.category);
    return category === undefined ? [] : [{ ...value, category }];
  });
  await upsert(tx, { table: 'products', key: 'sku', rows: known });
  const unknown = rows.filter(({ value }) => !codes.has(value.category));
  return unknown.map(({ number }) => ({
    row: number,
    column: 'category' as const,
    code: 'unknown_category',
    message: UNKNOWN_CATEGORY,
  }));
}

/** Label -> code. */
async function categoryCodes(tx: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ code: string; name: string }>('SELECT code, name FROM categories');
  return new Map(rows.map(({ code, name }) => [name, code]));
}
