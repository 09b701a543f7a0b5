/**
 * A price list on its whole way, as a person goes it in a real browser: mapped, looked at, saved,
 * corrected half in the page and half in its error workbook until nothing is left, and undone.
 */
import { describe, expect, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const HEADER = ['Article', 'Name', 'Category', 'Price', 'Status'];
const LIST = [
  ['Prices from 1 December'],
  HEADER,
  ['LIST-1', 'Lamp', '图书', 1, 'On sale'],
  ['LIST-2', 'Lamp', '图书', 2, 'sold'],
  ['LIST-3', 'Lamp', '图书', 3, 'sold'],
  ['LIST-4', 'Lamp', '图书', 'many', 'On sale'],
  ['LIST-5', 'Lamp', 'no such category', 5, 'On sale'],
];
const browser = await openBrowser();

describe.skipIf(browser === null)('a price list', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '20' });
  const prices = () =>
    query(
      visit.system,
      "SELECT sku, price::float FROM products WHERE sku LIKE 'LIST-%' ORDER BY sku",
    );

  test('goes from a header that nobody knows to no failed row, and back', async () => {
    const { page, open, system } = visit;
    const dialog = page.locator('[role=dialog]').first();
    await query(system, "INSERT INTO products VALUES ('LIST-1', 'Lamp', 'books', 9, 1)");
    const before = await prices();
    const upload = async (name: string, rows: readonly (readonly unknown[])[]) => {
      await page.locator('#import-file:enabled').setInputFiles({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(await makeWorkbook(rows)),
      });
    };

    await open('/types/products');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await upload('december.xlsx', LIST);
    const question = page.getByRole('group', { name: 'Which column is which?' });
    await question.getByLabel('Article: is the column').selectOption('SKU *');
    await question.getByRole('button', { name: 'Import with these columns' }).click();

    const look = dialog.getByRole('region', { name: 'Preview' });
    await look
      .getByText('1LIST-1Price91')
      .or(look.getByRole('row', { name: /LIST-1/ }))
      .waitFor();
    expect(await prices()).toEqual(before);
    await dialog.getByRole('button', { name: /^Save \d rows?$/ }).click();
    await dialog.getByText('1 row saved, 4 to correct.').waitFor();

    await dialog.getByRole('button', { name: 'Correct 4 rows here' }).click();
    const mend = page.getByRole('dialog', { name: 'Correct rows' });
    const cause = mend.getByRole('form', { name: /^2 × Status: must be one of/ });
    await cause.getByLabel('Set all to').selectOption('On sale');
    await cause.getByRole('button', { name: 'Set 2 rows' }).click();
    await mend.getByText('2 rows saved. 2 rows to correct').waitFor();
    await mend.getByRole('button', { name: 'Close' }).click();

    await dialog.getByRole('link', { name: 'Download the error workbook' }).click();
    const [header = [], ...failed] = await visit.downloaded();
    const corrected = failed.map((row) =>
      row.map((cell) => (cell === 'many' ? 4 : cell === 'no such category' ? '图书' : cell)),
    );
    await dialog.getByRole('button', { name: 'Import another file' }).click();
    await upload('december-corrected.xlsx', [header, ...corrected]);
    await dialog.getByRole('button', { name: 'Save 2 rows' }).click();
    await dialog.getByText('2 rows saved.').waitFor();
    expect(await prices()).toEqual([1, 2, 3, 4, 5].map((n) => ({ sku: `LIST-${n}`, price: n })));

    await open('/tasks');
    await page.locator('.task', { hasText: 'december.xlsx' }).locator('.task-name').click();
    await page.locator('.phase', { hasText: 'Done' }).first().waitFor();
    await page.getByRole('button', { name: 'Undo…' }).click();
    await page.getByRole('button', { name: 'Undo 5 rows' }).click();
    await page.locator('.phase', { hasText: 'Done' }).first().waitFor();
    expect(await prices()).toEqual(before);
  });
});
