/**
 * The product workbook that the demo uploads: 50,000 rows, some of them bad in each way that a
 * clerk's file is bad.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { TypeInfo } from '@longshore/contract';
import { type Cell, writeXlsx } from '@longshore/workbook';
import { StackError } from '../stack-error.js';

export const ROWS = 50_000;
/** Of the demo's products only. */
export const SKU_PREFIX = 'DEMO-';
const BAD_EVERY = 1_250;
const BATCH_ROWS = 1_000;

const CATEGORIES = ['图书', '数码', '食品', '家居'] as const;
const STATUSES = ['上架', '下架'] as const;

type ProductCells = Record<'sku' | 'name' | 'category' | 'price' | 'status', Cell>;

/** One change a bad row. The last is found only when the row is saved. */
const BAD: readonly Partial<ProductCells>[] = [
  { sku: null },
  { price: -1 },
  { price: 'about ten' },
  { status: '也许' },
  { category: 'no such category' },
];

export const BAD_ROWS = ROWS / BAD_EVERY;

/** `products`: as GET /api/types describes the import. */
export async function writeProducts(products: TypeInfo, file: string): Promise<void> {
  const columns = products.columns.map(({ header }) => ({ header }));
  const keys = products.columns.map(({ key }) => key);
  await pipeline(
    writeXlsx([{ name: 'Products', columns, rows: batches(keys) }]),
    createWriteStream(file),
  );
}

async function* batches(keys: readonly string[]): AsyncGenerator<Cell[][]> {
  for (let first = 1; first <= ROWS; first += BATCH_ROWS) {
    yield Array.from({ length: BATCH_ROWS }, (_, index) => toCells(productAt(first + index), keys));
  }
}

function productAt(n: number): ProductCells {
  const product: ProductCells = {
    sku: `${SKU_PREFIX}${String(n).padStart(5, '0')}`,
    name: n % 2 === 0 ? `演示商品 ${n} <新>` : `Demo product ${n} & "co"`,
    category: CATEGORIES[n % CATEGORIES.length] ?? null,
    price: (100 + ((n * 37) % 99_900)) / 100,
    status: STATUSES[n % STATUSES.length] ?? null,
  };
  return n % BAD_EVERY === 0 ? { ...product, ...BAD[(n / BAD_EVERY) % BAD.length] } : product;
}

function toCells(product: ProductCells, keys: readonly string[]): Cell[] {
  return keys.map((key) => {
    if (key in product) return product[key as keyof ProductCells]; // just checked
    throw new StackError(`The import of products has a column ${key} that the demo does not know.`);
  });
}
