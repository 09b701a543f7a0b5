/** The look before an import saves, in a real browser against a real system. */
import { describe, expect, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];
const browser = await openBrowser();

describe.skipIf(browser === null)('a preview', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '20' });
  const { open } = visit;
  const prices = () =>
    query(
      visit.system,
      "SELECT sku, price::float FROM products WHERE sku LIKE 'LOOK-%' ORDER BY sku",
    );

  async function fileOf(rows: readonly (readonly unknown[])[]) {
    const found = await query(visit.system, 'SELECT name FROM categories ORDER BY code LIMIT 1');
    const { name } = found[0] as { name: string };
    const cells = rows.map(([sku, price, state]) => [sku, 'Lamp', name, price, state]);
    return {
      name: 'prices.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await makeWorkbook([HEADER, ...cells])),
    };
  }
  async function choose(rows: readonly (readonly unknown[])[]) {
    const { page } = visit;
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('#import-file:enabled').setInputFiles(await fileOf(rows));
  }

  test('shows what would change and what is wrong, and saves at the word of the person', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    await open('/types/products');
    await choose([
      ['LOOK-1', 1, '上架'],
      ['LOOK-2', 2, '上架'],
    ]);
    await dialog.getByRole('button', { name: 'Save 2 rows' }).click();
    await dialog.getByText('2 rows saved.').waitFor();
    await dialog.getByRole('button', { name: 'Import another file' }).click();
    await page.keyboard.press('Escape');

    await choose([
      ['LOOK-1', 10, '上架'],
      ['LOOK-2', 2, '上架'],
      ['LOOK-3', 3, '上架'],
      ['LOOK-4', 4, 'sold'],
    ]);
    const look = dialog.getByRole('region', { name: 'Preview' });
    await look.waitFor();
    expect(await look.getByRole('listitem').allTextContents()).toEqual([
      '1 new',
      '1 changed',
      '1 as they are',
      '1 to correct',
      '1 × Status: must be one of On sale, Off sale row 5',
    ]);
    expect(await look.getByRole('row').allTextContents()).toEqual([
      'RowSKUColumnBeforeAfter',
      '2LOOK-1Price110',
    ]);
    expect(await prices()).toHaveLength(2);
    await isClean(page, 'preview');
    await page.setViewportSize({ width: 1280, height: 800 });

    // it is still there after a reload, and is confirmed then
    await page.reload();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByRole('button', { name: 'Save 3 rows' }).click();
    await dialog.getByText('3 rows saved, 1 to correct.').waitFor();
    expect(await prices()).toEqual([
      { sku: 'LOOK-1', price: 10 },
      { sku: 'LOOK-2', price: 2 },
      { sku: 'LOOK-3', price: 3 },
    ]);
  });

  test('is put away without a trace, and is confirmed from the page of its task too', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    const before = await prices();
    await open('/types/products');
    await choose([['LOOK-X', 5, '上架']]);
    await dialog.getByRole('button', { name: 'Save nothing' }).click();
    await dialog.getByText('Choose a file').waitFor();
    await page.keyboard.press('Escape');
    expect(await prices()).toEqual(before);

    await choose([['LOOK-Y', 6, '上架']]);
    await dialog.getByRole('button', { name: 'Save 1 row' }).waitFor();
    await open('/tasks');
    await page.locator('.task[data-phase=previewed] .task-name').first().click();
    await page.getByRole('button', { name: 'Save 1 row' }).click();
    await page.getByText('Done', { exact: true }).first().waitFor();
    expect(await prices()).toEqual([...before, { sku: 'LOOK-Y', price: 6 }]);
  });

  test('comes before an undo too, which leaves what somebody changed since', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    const before = await prices();
    await open('/types/products');
    await choose([
      ['LOOK-1', 500, '上架'],
      ['LOOK-2', 500, '上架'],
      ['LOOK-N', 500, '上架'],
    ]);
    await dialog.getByRole('button', { name: 'Save 3 rows' }).click();
    await dialog.getByText('3 rows saved.').waitFor();
    await query(visit.system, "UPDATE products SET price = 77 WHERE sku = 'LOOK-2'");

    await open('/tasks');
    await page.locator('.task[data-phase=succeeded] .task-name').first().click();
    await page.getByRole('button', { name: 'Undo…' }).focus();
    await page.keyboard.press('Enter');
    const look = page.getByRole('region', { name: 'Preview' });
    await look.waitFor();
    await page.getByText('This task undoes an import.').waitFor();
    expect((await look.getByRole('listitem').allTextContents()).slice(0, 3)).toEqual([
      '1 to get their values of before',
      '1 to be removed: the import created them',
      '1 to be left: somebody changed them since',
    ]);
    await isClean(page, 'undo');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Undo 2 rows' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Rows not undone' }).first().waitFor();
    await page.getByText('left as they are').waitFor();
    expect(await prices()).toEqual(
      before.map((row) => (row.sku === 'LOOK-2' ? { ...row, price: 77 } : row)),
    );
    await page.getByRole('link', { name: 'See the import' }).click();
    await page.getByText('This import was undone.').waitFor();
    expect(await page.getByRole('button', { name: 'Undo…' }).count()).toBe(0);
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByText('该导入已撤销。').waitFor();
    await page.getByRole('button', { name: 'Switch to English' }).click();
  });

  test('says of a type that knows no more than its checks that it knows no more', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    await open('/types/retail');
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    const lines =
      'A-1,A1,Lamp,1,2026-01-31 10:00,1.5,17,DE\nA-2,A1,Lamp,many,2026-01-31 10:00,1.5,17,DE\n';
    const header =
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
    await page.locator('#import-file:enabled').setInputFiles({
      name: 'retail.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(header + lines),
    });
    await dialog.getByText('此类型无法预知变化').waitFor();
    await dialog.getByText('检查通过').waitFor();
    await dialog.getByRole('button', { name: '保存 1 行' }).click();
    await dialog.getByText('已保存 1 行，1 行需修正。').waitFor();
  });

  test('says that nothing would be saved where the person wants all or nothing', async () => {
    const { page } = visit;
    const dialog = page.locator('[role=dialog]');
    await open('/types/products');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByLabel('When rows cannot be saved').selectOption('save nothing');
    await isClean(page, 'policy');
    await dialog.locator('#import-file:enabled').setInputFiles(
      await fileOf([
        ['LOOK-8', 8, '上架'],
        ['LOOK-9', 9, 'sold'],
      ]),
    );
    await dialog.getByText('Nothing would be saved, because of the rows to correct.').waitFor();
    await dialog.getByRole('button', { name: 'Get the error workbook' }).click();
    await dialog.getByText('1 row cannot be saved, so nothing was saved.').waitFor();
    expect((await prices()).filter(({ sku }) => /[89]$/.test(String(sku)))).toEqual([]);
  });
});
