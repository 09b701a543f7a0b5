import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TypeInfo } from '@longshore/contract';
import { bytesSource, type Cell, readXlsx } from '@longshore/workbook';
import { expect, test } from 'vitest';
import { BAD_ROWS, ROWS, writeProducts } from './product-rows.js';

const products = (...keys: string[]): TypeInfo => ({
  kind: 'import',
  type: 'products',
  title: { en: 'Products', zh: '商品' },
  params: null,
  maxUploadBytes: 1,
  preview: null,
  mode: null,
  policies: null,
  undo: false,
  mayStart: true,
  columns: keys.map((key) => ({
    key,
    header: key.toUpperCase(),
    title: { en: key, zh: key },
    required: true,
    kind: 'text',
    isDay: false,
    labels: null,
    labelTitles: null,
    isMasked: false,
  })),
});

const isBad = ([sku, , category, price, status]: Cell[]): boolean =>
  sku === null ||
  category === 'no such category' ||
  typeof price !== 'number' ||
  price < 0 ||
  status === '也许';

test('the workbook has the headers of the API, every row, and as many bad ones as it says', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-products-'));
  const file = join(dir, 'products.xlsx');
  await writeProducts(products('sku', 'name', 'category', 'price', 'status'), file);
  const { sheets } = await readXlsx(bytesSource(readFileSync(file)));
  const rows: Cell[][] = [];
  for await (const batch of sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  rmSync(dir, { recursive: true });
  expect(rows.shift()).toEqual(['SKU', 'NAME', 'CATEGORY', 'PRICE', 'STATUS']);
  expect(rows).toHaveLength(ROWS);
  expect(rows.filter(isBad)).toHaveLength(BAD_ROWS);
  // those without a SKU share null
  expect(new Set(rows.map(([sku]) => sku)).size).toBe(ROWS - BAD_ROWS / 5 + 1);
});

test('a column that the demo does not know is one sentence', async () => {
  await expect(writeProducts(products('sku', 'weight'), '/dev/null')).rejects.toThrow(
    'a column weight that the demo does not know',
  );
});
