/**
 * The import dialog where a file, or its run, did not go as it should: what a person can do then.
 */
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const browser = await openBrowser();

describe.skipIf(browser === null)('an import', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '200' });
  const { open } = visit;
  const dialog = () => visit.page.locator('[role=dialog]');

  async function chooseFile(name: string, bytes: Uint8Array): Promise<void> {
    const { page } = visit;
    if (!(await dialog().isVisible()))
      await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel('Show me first what would change').uncheck();
    await page.locator('#import-file:enabled').waitFor({ state: 'attached' });
    await page
      .locator('#import-file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }

  const RENAMED = ['Article', 'Nmae', 'Category', 'Price', 'Status'];
  const row = (sku: string) => [sku, `Name of ${sku}`, '图书', 1, '上架'];

  test('of renamed columns lets the person say which is which, and remembers it', async () => {
    const { page, system } = visit;
    await open('/types/products');
    await chooseFile('spring.xlsx', await makeWorkbook([['Price list'], RENAMED, row('MAP-1')]));
    const question = page.getByRole('group', { name: 'Which column is which?' });
    await question.getByText('Still without a column: SKU.').waitFor();
    await dialog().getByText('spring.xlsx · ').waitFor();
    await isClean(page, 'mapping');
    expect(await question.getByLabel('Header in row').inputValue()).toBe('2');
    expect(await question.getByLabel('Nmae: is the column').inputValue()).toBe('name');
    const go = question.getByRole('button', { name: 'Import with these columns' });
    expect(await go.isDisabled()).toBe(true);
    await question.getByLabel('Article: is the column').selectOption('SKU *');
    await go.click();
    await dialog().getByText('1 row saved.').waitFor();
    const saved = "SELECT name FROM products WHERE sku LIKE 'MAP-%' ORDER BY sku";
    expect(await query(system, saved)).toEqual([{ name: 'Name of MAP-1' }]);

    await page.getByRole('button', { name: 'Import another file' }).click();
    await chooseFile('summer.xlsx', await makeWorkbook([RENAMED, row('MAP-2')]));
    await dialog().getByText('1 row saved.').waitFor();
    await dialog().locator('summary', { hasText: '1 notice' }).click();
    await dialog()
      .getByText(/read as you chose the last time.*Article → SKU, Nmae → Name/)
      .waitFor();
  });

  test('with two rows that can be the header asks which one it is', async () => {
    const { page } = visit;
    const header = ['SKU', 'Name', 'Category', 'Price', 'Status'];
    await open('/types/products');
    await chooseFile('two.xlsx', await makeWorkbook([header, row('TWO-1'), header, row('TWO-2')]));
    const question = page.getByRole('group', { name: 'Which of these reads right?' });
    await question.getByRole('button', { name: /TWO-2.*The header is row 3/ }).click();
    await dialog().getByText('1 row saved.').waitFor();
  });

  test('that failed is mapped in the task centre as well', async () => {
    const { page, owner, system } = visit;
    const bytes = await makeWorkbook([RENAMED, row('CEN-1')]);
    const { body } = await system.registerImport('products', { name: 'c.xlsx', bytes }, { owner });
    await system.finished(body.taskId, { owner });
    await open(`/tasks/${body.taskId}`);
    await page.getByLabel('Article: is the column').selectOption('SKU *');
    await page.getByRole('button', { name: 'Import with these columns' }).click();
    await page.locator('.phase', { hasText: 'Done' }).waitFor();
    await page.locator('dd', { hasText: /^Article → sku, .*Nmae → name/ }).waitFor();
    expect((await system.record(body.taskId, { owner })).counts.succeeded).toBe(1);
  });

  /** Its first chunk is saved; the second waits until `release`. */
  async function heldImport(prefix: string) {
    const { system } = visit;
    const skus = Array.from({ length: 600 }, (_, index) => `${prefix}-${index}`);
    const rows = skus.map((sku, index) =>
      index === 7 ? [sku, sku, '图书', 'x', '上架'] : row(sku),
    );
    const last = skus.at(-1);
    await query(
      system,
      `INSERT INTO products SELECT '${last}', name, category, price, status FROM products LIMIT 1`,
    );
    const client = new pg.Client({ connectionString: system.databaseUrl });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('BEGIN');
    await client.query(`SELECT 1 FROM products WHERE sku = '${last}' FOR UPDATE`);
    return {
      bytes: await makeWorkbook([['SKU', 'Name', 'Category', 'Price', 'Status'], ...rows]),
      release: () => client.query('COMMIT'),
      saved: async () => {
        const count = `SELECT count(*)::int AS n FROM products WHERE name LIKE 'Name of ${prefix}-%'`;
        return (await query<{ n: number }>(system, count))[0]?.n;
      },
    };
  }

  test('that was cancelled says what was saved, gives the error workbook, and goes on', async () => {
    const { page } = visit;
    const held = await heldImport('HELD');
    await open('/types/products');
    await chooseFile('held.xlsx', held.bytes);
    await dialog().getByText('1 failed').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    await dialog().getByText('Cancelled. 499 rows saved, 1 to correct, 100 not reached.').waitFor();
    await dialog().getByText('held.xlsx · ').waitFor();
    await dialog().getByRole('link', { name: 'Download the error workbook' }).waitFor();
    await isClean(page, 'cancelled');
    expect(await held.saved()).toBe(499);
    await held.release();
    await dialog().getByRole('button', { name: 'Go on from here' }).click();
    await dialog().getByText('599 rows saved, 1 to correct.').waitFor();
    expect(await held.saved()).toBe(599);
  });

  test('is seen from every page while it runs, and its unseen end is told once', async () => {
    const { page } = visit;
    const held = await heldImport('SEEN');
    await open('/types/products');
    await chooseFile('held.xlsx', held.bytes);
    await dialog().getByText('1 failed').waitFor();
    await page.keyboard.press('Escape');
    const running = page.getByRole('list', { name: 'Imports under way' });
    await running.getByText('Products import').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Task centre' }).click();
    await running.getByText('held.xlsx').waitFor();
    await open('/types/orders');
    await running.getByText('held.xlsx').waitFor();
    await isClean(page, 'an import under way');
    await held.release();
    const told = page.getByText('599 rows saved, 1 to correct: see the error workbook.');
    await told.waitFor();
    await running.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('tbody tr.ant-table-row').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await told.count()).toBe(0);
  });

  test('that cannot be read is not offered to run again', async () => {
    const { page, owner, system } = visit;
    const file = { name: 'no.xlsx', bytes: await makeWorkbook([['no'], ['column']]) };
    const { body } = await system.registerImport('products', file, { owner });
    await system.finished(body.taskId, { owner });
    await open('/tasks');
    await page.locator('.task[data-phase=failed]').waitFor();
    expect(await page.getByRole('button', { name: 'Run again' }).count()).toBe(0);
  });
});
