/** Failed rows that are corrected in the page, in a real browser against a real system. */
import { describe, expect, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const HEADER = ['SKU', 'Name', 'Category', 'Price', 'Status'];
const browser = await openBrowser();

describe.skipIf(browser === null)('failed rows', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '20' });
  const { open } = visit;

  async function bookOf(rows: readonly (readonly unknown[])[]): Promise<Buffer> {
    const found = await query(visit.system, 'SELECT name FROM categories ORDER BY code LIMIT 1');
    const { name } = found[0] as { name: string };
    const cells = rows.map(([sku, price, state]) => [sku, 'Lamp', name, price, state]);
    return Buffer.from(await makeWorkbook([HEADER, ...cells]));
  }
  const saved = () =>
    query(
      visit.system,
      "SELECT sku, price::float FROM products WHERE sku LIKE 'MEND-%' ORDER BY sku",
    );

  test('are set alike, corrected cell by cell, and saved', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    await open('/types/products');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel('Show me first what would change').uncheck();
    await page.locator('#import-file:enabled').setInputFiles({
      name: 'prices.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await bookOf([
        ['MEND-1', 1, '上架'],
        ['MEND-2', 2, 'sold'],
        ['MEND-3', 'many', 'sold'],
        ['MEND-4', 'few', '上架'],
        ['MEND-5', 'less', '上架'],
      ]),
    });
    await dialog.getByText('1 row saved, 4 to correct.').waitFor();
    await dialog.getByRole('button', { name: 'Correct 4 rows here' }).click();
    const mend = page.getByRole('dialog', { name: 'Correct rows' });
    await mend.getByText('4 rows to correct').waitFor();
    const price = (row: number) => mend.getByLabel(`Row ${row}, Price`);
    expect(await price(4).getAttribute('aria-invalid')).toBe('true');
    expect(await price(3).getAttribute('aria-invalid')).toBe('false');
    await isClean(page, 'mending');
    await page.setViewportSize({ width: 1280, height: 800 });

    // one value for all rows of a cause
    const cause = mend.getByRole('form', { name: /^2 × Status: must be one of/ });
    await cause.getByLabel('Set all to').selectOption('On sale');
    await cause.getByRole('button', { name: 'Set 2 rows' }).click();
    await mend.getByText('1 row saved, 1 still to correct. 3 rows to correct').waitFor();
    expect(await mend.getByLabel('Row 4, Status').inputValue()).toBe('On sale');

    // by keyboard: Enter goes down, Escape takes back and closes nothing
    await price(4).fill('4.5');
    await price(4).press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('5.5');
    expect(await price(5).inputValue()).toBe('5.5');
    await price(6).fill('wrong');
    await mend.getByText('3 rows changed, not saved yet').waitFor();
    await price(6).press('Escape');
    expect(await price(6).inputValue()).toBe('less');

    // a search, and a question before leaving, keep what is not saved
    await mend.getByLabel('Search').fill('mend-5');
    await mend.getByRole('button', { name: 'Search' }).click();
    await price(4).waitFor({ state: 'detached' });
    await mend.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await mend.getByRole('button', { name: 'Show all rows' }).click();
    expect(await price(4).inputValue()).toBe('4.5');
    await mend.getByRole('button', { name: 'Save 2 rows' }).click();
    await mend.getByText('2 rows saved. 1 row to correct').waitFor();
    expect(await mend.getByRole('row').count()).toBe(2);
    await price(6).fill('6');
    await mend.getByRole('button', { name: 'Save 1 row' }).click();
    await mend.getByText('1 row saved. No row is left to correct.').waitFor();
    await mend.getByRole('button', { name: 'Close' }).click();
    await dialog.getByText('5 rows saved.').waitFor();
    expect(await saved()).toEqual([
      { sku: 'MEND-1', price: 1 },
      { sku: 'MEND-2', price: 2 },
      { sku: 'MEND-3', price: 4.5 },
      { sku: 'MEND-4', price: 5.5 },
      { sku: 'MEND-5', price: 6 },
    ]);
  });

  test('are corrected from the page of their task too, in Chinese', async () => {
    const { page, owner, system } = visit;
    const bytes = await bookOf([['MEND-9', 'many', '上架']]);
    const { body } = await system.registerImport('products', { name: 'c.xlsx', bytes }, { owner });
    await system.finished(body.taskId, { owner });
    await open(`/tasks/${body.taskId}`);
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('button', { name: '在此更正 1 行' }).click();
    const mend = page.getByRole('dialog', { name: '更正行' });
    await mend.getByLabel('第 2 行，Price').fill('9');
    await mend.getByRole('button', { name: '保存 1 行' }).click();
    await mend.getByText('已保存 1 行。 没有待更正的行。').waitFor();
    await page.keyboard.press('Escape');
    await mend.waitFor({ state: 'hidden' });
    await page.locator('.phase', { hasText: '已完成' }).first().waitFor();
  });
});
