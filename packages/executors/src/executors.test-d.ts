/** What must not compile, checked by `npm run types`: a misspelt column, param, key or option. */

import type { Pages, Sql } from '@longshore/database';
import * as z from 'zod';
import { defineBatch } from './define-batch.js';
import { defineExport } from './define-export.js';
import { defineImport } from './define-import.js';
import { labels } from './labels.js';

const title = { zh: '商品', en: 'Products' };
const Product = z.object({
  sku: z.string(),
  price: z.number().optional(),
  status: labels({ 上架: 1, 下架: 0 }),
});
const products = { type: 'products', title, row: Product };
const Query = z.object({ from: z.date().optional() });

interface ProductRow {
  sku: string;
  status: 0 | 1;
  other: string;
}
declare function pages<Row>(): Pages<Row>;
declare function keyset<Row>(db: Sql): Pages<Row>;

defineExport({
  type: 'products',
  title,
  row: Product,
  params: Query,
  rows: (query) =>
    pages<ProductRow>() as typeof query.from extends Date | undefined ? Pages<ProductRow> : never,
});

defineExport({ ...products, rows: (_query, { db }) => keyset(db) });

async function* generated() {
  yield [{ sku: 'a', status: 1 as const }];
}
defineExport({ ...products, rows: () => generated() });

// @ts-expect-error: the query has no `form`
defineExport({ ...products, params: Query, rows: (query) => keyset(query.form) });

// @ts-expect-error: rows without the column `status`
defineExport({ ...products, rows: () => pages<{ sku: string }>() });

// @ts-expect-error: rows hold codes, not labels
defineExport({ ...products, rows: () => pages<{ sku: string; status: '上架' | '下架' }>() });

// @ts-expect-error: there is no option `format`
defineExport({ ...products, rows: (_query, { db }) => keyset(db), format: 'zip' });

defineImport({
  type: 'products',
  title,
  row: Product,
  key: 'sku',
  save: async (rows, { tx }) => {
    const statuses: (0 | 1)[] = rows.map(({ value }) => value.status);
    await tx.query('SELECT $1', [statuses]);
  },
});

defineImport({
  type: 'products',
  title,
  row: Product,
  save: (rows) => rows.map(({ number }) => ({ row: number, code: 'no', message: 'no' })),
});

defineImport({
  ...products,
  save: () => [{ row: 2, code: 'no', message: { en: 'is unknown', zh: '未知' } }],
});

defineImport({
  ...products,
  save: (rows, { refuse }) =>
    rows.flatMap((row) => [refuse(row, 'price', 'low', 'is low'), refuse(row, 'sku', 'no', 'no')]),
});

// @ts-expect-error: there is no column `prise`
defineImport({ ...products, save: ([row], { refuse }) => [refuse(row, 'prise', 'low', 'is low')] });

// @ts-expect-error: words in one language only
defineImport({ ...products, save: () => [{ row: 2, code: 'no', message: { en: 'no' } }] });

const status = labels({ 1: { zh: '上架', en: 'On sale' }, 0: { zh: '下架', en: 'Off' } });
defineExport({
  ...products,
  row: z.object({ status }),
  rows: () => pages<{ status: 0 | 1 }>(),
});

// @ts-expect-error: a label in each language
labels({ 1: { zh: '上架' } });

// @ts-expect-error: a list of codes needs codes
labels([{ zh: '上架', en: 'On sale' }]);

// @ts-expect-error: the row has no column `skuu`
defineImport({ ...products, key: 'skuu', save: () => undefined });

// @ts-expect-error: a value has no `skuu`
defineImport({ ...products, save: (rows) => void rows.map(({ value }) => value.skuu) });

// @ts-expect-error: a refusal needs a code
defineImport({ ...products, save: () => [{ row: 2, message: 'no' }] });

// @ts-expect-error: a refusal names a column of the row
defineImport({ ...products, save: () => [{ row: 2, column: 'skuu', code: 'no', message: 'no' }] });

defineImport({
  ...products,
  save: () => undefined,
  mode: 'whole',
  policy: ['all-or-nothing', { maxErrors: 3 }],
});

// @ts-expect-error: there is no such mode
defineImport({ ...products, save: () => undefined, mode: 'halves' });

// @ts-expect-error: there is no such policy
defineImport({ ...products, save: () => undefined, policy: 'some' });

// @ts-expect-error: atomic does not exist
defineImport({ ...products, save: () => undefined, atomic: true });

// @ts-expect-error: a header is text
z.string().meta({ header: 1 });

const Order = z.object({ id: z.int(), customer_id: z.int(), amount: z.number() });
const orders = {
  type: 'settle-orders',
  title,
  row: Order,
  source: { table: 'orders', key: 'id', state: 'settle_state' },
} as const;

defineBatch({
  ...orders,
  params: Query,
  results: z.object({ fee: z.number() }),
  orderBy: 'customer_id',
  process: async (rows, { tx, params }) => {
    const from: Date | undefined = params.from;
    const amounts: number[] = rows.map(({ amount }) => amount);
    await tx.query('SELECT $1, $2', [amounts, from]);
    return [
      { key: 1, result: { fee: 1 } },
      { key: 2, code: 'no', message: { en: 'no', zh: '否' } },
    ];
  },
});

defineBatch({
  ...orders,
  each: ({ amount }) => (amount < 0 ? { code: 'negative', message: 'is negative' } : undefined),
});

// @ts-expect-error: a row has no `total`
defineBatch({ ...orders, each: ({ total }) => void total });

// @ts-expect-error: the row has no column `customer`
defineBatch({ ...orders, orderBy: 'customer', each: () => undefined });

defineBatch({
  ...orders,
  // @ts-expect-error: the key is no column of the row
  source: { table: 'orders', key: 'order_id', state: 'settle_state' },
  each: () => undefined,
});

// @ts-expect-error: no result column is declared
defineBatch({ ...orders, each: () => ({ result: { fee: 1 } }) });

// @ts-expect-error: a key is a number
defineBatch({ ...orders, process: () => [{ key: '1', code: 'no', message: 'no' }] });

// @ts-expect-error: a page at once, or one by one
defineBatch({ ...orders, process: () => undefined, each: () => undefined });

defineImport({
  ...products,
  params: Query,
  save: async (_rows, { params }) => {
    params.from satisfies Date | undefined;
    // @ts-expect-error: the params have no `form`
    params.form;
  },
});
