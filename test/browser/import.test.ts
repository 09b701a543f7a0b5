/**
 * The import dialog and the task centre in a real browser against a real system: what a person
 * does, sees and gets.
 */
import { describe, expect, test, vi } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { openBrowser } from './open-browser.js';
import { PATIENCE_MS, visitPages } from './page-visit.js';
import { retailWorkbook } from './retail-workbook.js';

const LIMIT_BYTES = 8 * 1024 * 1024;
const SLOW_BYTES_PER_SECOND = 400_000;
const LOOK_FIRST = 'Show me first what would change';

const RETAIL_HEADER =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

/** ASCII and the Cyrillic letters that stand in one row of both tables. */
const windows1251 = (text: string): Buffer =>
  Buffer.from(
    text.replace(/[А-я]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x350)),
    'latin1',
  );

const browser = await openBrowser();

describe.skipIf(browser === null)('an import', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '200', UPLOAD_MAX_BYTES: String(LIMIT_BYTES) });
  const { open, downloaded } = visit;

  test('of retail lines: every row is saved or stands in the error workbook, and the table shows them', async () => {
    const { bytes, rows } = await retailWorkbook();
    const { page } = visit;
    await open('/types/retail');
    await page.getByText('Nothing here yet. Import a workbook to begin.').waitFor();
    expect(await page.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(true);
    await chooseFile('retail.xlsx', bytes);
    const result = page.locator('[role=dialog]').getByText(/rows saved, [\d,]+ to correct/);
    await result.waitFor();
    const [saved = 0, failed = 0] =
      (await result.textContent())?.match(/\d[\d,]*/g)?.map(toNumber) ?? [];
    expect(saved + failed).toBe(rows);
    await page.locator('.issues tbody tr').first().waitFor();
    await page.getByRole('link', { name: 'Download the error workbook' }).click();
    expect((await downloaded()).length).toBe(failed + 1);
    await page.getByRole('button', { name: 'Import another file' }).click();
    await page.getByText('Choose a file').waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: `Export ${saved.toLocaleString('en-US')} rows` })
      .waitFor();
  });

  test('names columns and reasons in the language of the person', async () => {
    const { page } = visit;
    const bytes = await makeWorkbook([
      PRODUCT_HEADER,
      ['A-1', 'no such category', '没有的类别', 1, '上架'],
    ]);
    await open('/types/products');
    await chooseFile('products.xlsx', bytes);
    await page.locator('.issues').getByText('Category', { exact: true }).waitFor();
    expect(await page.locator('.issues').textContent()).toContain('is no category of this shop');
  });

  test('of a text file with several readings asks which one is right, and goes on with the answer', async () => {
    const { page } = visit;
    await open('/types/retail');
    await chooseFile(
      'retail.csv',
      windows1251(`${RETAIL_HEADER}Q-1,A1,Кафе Москва,1,2026-01-31 10:00,1.5,17,RU\n`),
    );
    const question = page.getByRole('group', { name: 'Which of these reads right?' });
    await question.getByRole('button', { name: /Кафе Москва/ }).click();
    await page.locator('[role=dialog]').getByText('1 row saved.').waitFor();
  });

  test('of numbers that can mean two things takes the decimal sign from the person', async () => {
    const { page } = visit;
    await open('/types/retail');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel(LOOK_FIRST).uncheck();
    await page.getByText('How the file is written').click();
    await page.getByLabel('Numbers').selectOption('1.234,50');
    const line = 'D-1,A1,Lamp,1,2026-01-31 10:00,"1,234",17,DE\n';
    await page.locator('#import-file').setInputFiles({
      name: 'd.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(RETAIL_HEADER + line),
    });
    await page.locator('[role=dialog]').getByText('1 row saved.').waitFor();
    const price = "SELECT unit_price::text AS price FROM retail_lines WHERE invoice_no = 'D-1'";
    expect(await query(visit.system, price)).toEqual([{ price: '1.234' }]);
  });

  test('of dates that can mean two days takes their order from the person', async () => {
    const { page } = visit;
    await open('/types/retail');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel(LOOK_FIRST).uncheck();
    await page.getByText('How the file is written').click();
    await page.getByLabel('Dates').selectOption('31/01/2026');
    const line = 'D-2,A1,Lamp,1,05/02/2026 10:00,1.5,17,DE\n';
    await page.locator('#import-file').setInputFiles({
      name: 'd.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(RETAIL_HEADER + line),
    });
    await page
      .locator('[role=dialog]')
      .getByText(/1 rows? saved/)
      .waitFor();
    const month =
      "SELECT to_char(invoice_date, 'YYYY-MM') AS month FROM retail_lines WHERE invoice_no = 'D-2'";
    expect(await query(visit.system, month)).toEqual([{ month: '2026-02' }]);
  });

  test.each([
    {
      what: 'of a wrong type',
      name: 'prices.pdf',
      bytes: Buffer.from('%PDF'),
      says: 'Choose a file of type .xlsx',
    },
    {
      what: 'that is empty',
      name: 'empty.xlsx',
      bytes: Buffer.alloc(0),
      says: 'This file is empty. Choose another one.',
    },
    {
      what: 'that only looks like a workbook',
      name: 'fake.xlsx',
      bytes: Buffer.from('PK\u0003\u0004 but no zip'),
      says: 'not a readable workbook',
    },
    {
      what: 'that is too large',
      name: 'large.xlsx',
      bytes: Buffer.alloc(LIMIT_BYTES + 1),
      says: 'This file is larger than 8 MB.',
    },
  ])('of a file $what is refused in words', async ({ name, bytes, says }) => {
    await open('/types/products');
    await chooseFile(name, bytes);
    await visit.page.locator('[role=dialog]').getByText(says).waitFor();
    expect(await visit.page.getByText('Choose a file', { exact: true }).count()).toBe(1);
  });

  test('over a slow line shows how much has left, and can be broken off', async () => {
    const { page } = visit;
    await open('/types/products');
    await slowDown();
    await chooseFile('slow.xlsx', Buffer.alloc(LIMIT_BYTES / 2, 'x'));
    const shares = new Set<number>();
    await vi.waitFor(
      async () => {
        const sentence = await page
          .getByText(/^Uploading, \d+ %$/)
          .first()
          .textContent();
        shares.add(Number(sentence?.replace(/\D/g, '')));
        expect([...shares].filter((share) => share > 0 && share < 100).length).toBeGreaterThan(2);
      },
      { timeout: PATIENCE_MS },
    );
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Choose a file', { exact: true }).waitFor();
    expect(
      (await visit.system.status({ kind: 'import', type: 'products' }, { owner: visit.owner }))
        .status,
    ).toBe(0);
  });

  test('that was cut off in the middle says so, and nothing is left of it', async () => {
    const { page } = visit;
    const api = await visit.startApi();
    await open('/types/products', { url: api.url });
    await slowDown();
    await chooseFile('cut.xlsx', Buffer.alloc(LIMIT_BYTES / 2, 'x'));
    await page
      .getByText(/^Uploading, [1-9]\d* %$/)
      .first()
      .waitFor();
    api.process.signal('SIGKILL');
    await page.getByText('No connection to the server.').first().waitFor();
    await visit.startApi({ PORT: new URL(api.url).port });
    await page
      .getByText(
        'Not started: The server could not be reached. Check your connection and try again.',
      )
      .waitFor();
    expect(
      (await visit.system.call<{ items: unknown[] }>('/api/tasks', { owner: visit.owner })).body
        .items,
    ).toEqual([]);
    await page.locator('#import-file:enabled').waitFor({ state: 'attached' });
  });

  test('that goes on while its dialog is closed is found again when it opens', async () => {
    const { page } = visit;
    await open('/types/products');
    visit.pauseWorkers();
    await chooseFile(
      'products.xlsx',
      await makeWorkbook([PRODUCT_HEADER, ['A-2', 'paused', '图书', 1, '上架']]),
    );
    await page.locator('.dialog-body[data-state=running]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    visit.resumeWorkers();
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('dialog').getByText('1 row saved.').waitFor();
  });

  /** As on a weak mobile line. */
  async function slowDown(): Promise<void> {
    const devtools = await visit.context.newCDPSession(visit.page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: SLOW_BYTES_PER_SECOND,
    });
  }

  /** Without a look at what would change. */
  async function chooseFile(name: string, bytes: Uint8Array): Promise<void> {
    const { page } = visit;
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel(LOOK_FIRST).uncheck();
    await page.locator('#import-file:enabled').waitFor({ state: 'attached' });
    await page
      .locator('#import-file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }

  test("the task centre shows one's own tasks, with their story, and nobody else's", async () => {
    const { page, owner, system } = visit;
    const { body } = await system.registerExport({ type: 'products' }, { owner });
    await system.finished(body.taskId, { owner });
    await open('/tasks');
    await page.getByRole('link', { name: 'Products export' }).click();
    await page.getByRole('heading', { name: 'Attempts' }).waitFor();
    expect(await page.getByText('Attempt 1').count()).toBe(1);
    const stranger = await visit.newContext('stranger');
    const view = await stranger.newPage();
    await open('/tasks', { page: view });
    await view.getByText('No tasks yet.').waitFor();
    await open(`/tasks/${body.taskId}`, { page: view });
    await view.getByText('There is no such task.').waitFor();
    await stranger.close();
  });

  test('a task is followed in the task centre, cancelled and run again from there', async () => {
    const { page, owner, system } = visit;
    visit.pauseWorkers();
    await system.registerExport({ type: 'orders' }, { owner });
    await open('/tasks');
    await visit.pressCancel(page.locator('.task[data-phase=queued]'));
    await page
      .locator('.task[data-phase=cancelled]')
      .getByRole('button', { name: 'Run again' })
      .click();
    await page.locator('.task[data-phase=queued]').waitFor();
    visit.resumeWorkers();
    await page
      .locator('.task[data-phase=succeeded]')
      .getByRole('link', { name: 'Download' })
      .click();
    expect((await downloaded()).length).toBe(201);
  });

  test('the server gone: the page says so and offers another try', async () => {
    const { page, context } = visit;
    await open('/tasks');
    const products = page.getByRole('link', { name: 'Products' });
    await products.waitFor(); // the page asks the server for its types first
    await context.setOffline(true);
    await products.click();
    await page
      .getByText('The rows could not be loaded. The server could not be reached.')
      .waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBeGreaterThan(0);
    await context.setOffline(false);
    await page.locator('tbody tr.ant-table-row').first().waitFor();
  });
});

const PRODUCT_HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

const toNumber = (text: string): number => Number(text.replaceAll(',', ''));
