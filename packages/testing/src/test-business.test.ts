/** The functions of the door, on the example business and on one of MariaDB. */
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest';
import { testBusiness } from './index.js';

process.env.SHOP_ORDERS = '40';
const shop = await testBusiness('@longshore/shop', { server: inject('databaseUrl') });
const { testExport, testImport, testBatch, testRoutine, undo } = shop;
afterEach(undo);
afterAll(shop.close);

const cup = { sku: 'T-1', name: 'Cup', category: '家居', price: 12.5, status: 'On sale' };

test('an export gives the rows that stand in its workbook, and the workbook', async () => {
  const { rows, workbook, fileName } = await testExport('orders', { limit: 3 });
  expect(rows).toHaveLength(3);
  expect(Object.keys(rows[0] ?? {})).toContain('placedAt');
  expect(fileName).toMatch(/\.xlsx$/);
  expect(Buffer.from(workbook.subarray(0, 2)).toString()).toBe('PK');
});

test('an export has the columns that are wanted, and the words of its language', async () => {
  await testImport('products', [cup]);
  const { rows } = await testExport('products', {}, { columns: ['status', 'sku'], language: 'zh' });
  expect(rows).toContainEqual({ status: '上架', sku: 'T-1' });
});

test('an import saves the good rows, and says what is wrong with the others', async () => {
  const { saved, failed, issues, phase } = await testImport('products', [
    cup,
    { ...cup, sku: 'T-2', price: -1 },
  ]);
  expect({ saved, failed, phase }).toEqual({ saved: 1, failed: 1, phase: 'partial' });
  expect(issues).toMatchObject([{ row: 3, column: 'Price', message: 'must be >= 0' }]);
});

test('rows of an export are rows of an import, and change nothing', async () => {
  await testImport('products', [cup]);
  const { rows } = await testExport('products');
  expect(await testImport('products', rows)).toMatchObject({ saved: rows.length, issues: [] });
  expect((await testExport('products')).rows).toEqual(rows);
});

test('an error workbook is known as that of its import, by its owner alone', async () => {
  const { errorWorkbook } = await testImport('products', [{ ...cup, price: -1 }]);
  const file = { name: 'errors.xlsx', bytes: errorWorkbook ?? new Uint8Array() };
  const again = testImport('products', file, { owner: 'bob' });
  await expect(again).rejects.toMatchObject({ code: 'error_workbook_of_another' });
  expect(await testImport('products', file)).toMatchObject({ saved: 0, failed: 1 });
});

test('a file is read as what its bytes say', async () => {
  const bytes = Buffer.from('SKU,Name,Category,Price,Status\nT-3,Pot,家居,5,On sale\n');
  expect(await testImport('products', { name: 'products.csv', bytes })).toMatchObject({ saved: 1 });
});

test('what a test wrote is gone in the next one, whatever was committed', async () => {
  const before = (await testExport('products')).rows;
  for (let round = 0; round < 3; round += 1) {
    expect(await testImport('products', [{ ...cup, sku: 'U-1' }])).toMatchObject({ saved: 1 });
    await undo();
    expect((await testExport('products')).rows).toEqual(before);
  }
});

test('a batch processes the records of its table', async () => {
  const { succeeded, failed, records } = await testBatch('settle-orders');
  expect(succeeded + failed).toBe(40);
  expect(records).toHaveLength(failed);
  expect(await testBatch('settle-orders')).toMatchObject({ succeeded: 0 });
});

test('a routine runs one tick, and a second one', async () => {
  expect(await testRoutine('close-day', { tick: new Date('2026-01-01') })).toEqual({
    phase: 'succeeded',
  });
  expect(await testRoutine('close-day')).toEqual({ phase: 'succeeded' });
});

test('what is no test is said at once', async () => {
  await expect(testExport('parts')).rejects.toThrow('no export of type parts; there is orders');
  await expect(testImport('products', [{ prise: 1 }])).rejects.toThrow('no column prise');
  await expect(testExport('orders', { limit: 'many' })).rejects.toThrow(/limit/);
  await expect(testBusiness('x', { server: 'oracle://x' })).rejects.toThrow(/not oracle:/);
});

const mariadb = inject('mariadbUrl');
describe.skipIf(mariadb === null)('on MariaDB', async () => {
  const file = fileURLToPath(
    new URL('../../../test/support/mysql-business/business.ts', import.meta.url),
  );
  const business = await testBusiness(file, { server: mariadb ?? '' });
  afterAll(business.close);

  test('rows are saved and undone', async () => {
    const bolt = {
      sku: 'B-1',
      name: 'Bolt',
      price: 0.12,
      made: new Date('2026-01-01'),
      active: true,
    };
    expect(await business.testImport('part-prices', [bolt])).toMatchObject({
      saved: 1,
      issues: [],
    });
    expect((await business.testExport('parts')).rows).toMatchObject([{ sku: 'B-1', price: 0.12 }]);
    await business.undo();
    expect((await business.testExport('parts')).rows).toEqual([]);
  });
});
