/** The page in a real browser against a real system: what a person does, sees and gets. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, BrowserContext, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { type AppProcess, spawnApp } from '../support/app-process.js';
import '../support/provided.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';
import { openBrowser } from './open-browser.js';

const ORDERS = 20_000;
const LIMIT_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = 30_000;
const REAL_RETAIL = new URL('../../../shared/data/online-retail-50k.xlsx', import.meta.url);
const PRODUCT_HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

const browser: Browser | null = await openBrowser();

describe.skipIf(browser === null)('the page', { timeout: 120_000 }, () => {
  let system: System;
  let context: BrowserContext;
  let page: Page;
  let downloads: Download[];
  let errors: string[];
  let owners = 0;
  let owner: string;

  beforeAll(async () => {
    const env = { SHOP_ORDERS: String(ORDERS), UPLOAD_MAX_BYTES: String(LIMIT_BYTES) };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 2, env });
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });
  beforeEach(async () => {
    owner = `person-${++owners}`;
    downloads = [];
    errors = [];
    context = await newContext(owner);
    page = await context.newPage();
  });
  afterEach(async () => {
    resumeWorkers();
    await context.close();
    expect(errors).toEqual([]);
  });

  async function newContext(name: string): Promise<BrowserContext> {
    if (browser === null) throw new Error('unreachable: the suite is skipped without a browser');
    const opened = await browser.newContext({ locale: 'en-GB', extraHTTPHeaders: { 'x-owner': name }, acceptDownloads: true });
    opened.setDefaultTimeout(PATIENCE_MS);
    opened.on('page', (tab) => {
      tab.on('download', (download) => downloads.push(download));
      tab.on('pageerror', (error) => errors.push(error.message));
      // A refused or lost call is told by the browser too; only scripts and the security policy count.
      tab.on(
        'console',
        (line) => line.type() === 'error' && !line.text().startsWith('Failed to load resource') && errors.push(line.text()),
      );
    });
    return opened;
  }

  const open = (path: string, tab = page, url = system.url) => tab.goto(url + path);
  const exportState = (name: string, tab = page) => tab.locator(`.export-action[data-state=${name}]`).waitFor();
  const pressExport = (tab = page) => tab.getByRole('button', { name: /^Export [\d]/ }).click();
  const signalWorkers = (signal: NodeJS.Signals) => {
    for (const worker of system.workers) worker.signal(signal);
  };
  const pauseWorkers = () => signalWorkers('SIGSTOP');
  const resumeWorkers = () => signalWorkers('SIGCONT');

  async function downloaded(): Promise<readonly (readonly unknown[])[]> {
    await vi.waitFor(() => expect(downloads.length).toBe(1), { timeout: PATIENCE_MS });
    const path = await downloads[0]?.path();
    return (await readWorkbook(await readFile(path ?? ''))).rows;
  }

  test('exports what the filter shows, and the file downloads by itself', async () => {
    await open('/orders');
    await page.getByLabel('Status').click();
    await page.getByText('Paid', { exact: true }).last().click();
    const button = page.getByRole('button', { name: /^Export [\d,]+ rows/ });
    await vi.waitFor(async () => expect(await button.textContent()).not.toContain('20,000'), { timeout: PATIENCE_MS });
    const shown = Number((await button.textContent())?.replace(/\D/g, ''));
    await pressExport();
    const [header, ...rows] = await downloaded();
    const status = header?.indexOf('状态') ?? -1;
    expect(rows.length).toBe(shown);
    expect(new Set(rows.map((row) => row[status]))).toEqual(new Set(['已付款']));
    await exportState('idle');
    expect(await page.getByRole('link', { name: 'Download again' }).count()).toBe(1);
    expect((await system.status({ type: 'orders' }, { owner })).status).toBe(0);
  });

  test('exports ticked rows by their ids', async () => {
    await open('/orders');
    for (const id of [20_000, 19_998]) await page.getByLabel(`Select row ${id}`).check();
    await page.getByRole('button', { name: 'Export 2 selected' }).click();
    const [, ...rows] = await downloaded();
    expect(rows.map(([id]) => id)).toEqual([20_000, 19_998]);
  });

  test('a reload in the middle finds the task again and the file still comes', async () => {
    await open('/orders');
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await page.reload();
    await exportState('running');
    resumeWorkers();
    expect((await downloaded()).length).toBe(ORDERS + 1);
  });

  test('of two tabs both see the task and one downloads', async () => {
    await open('/orders');
    const other = await context.newPage();
    await open('/orders', other);
    await exportState('idle');
    await exportState('idle', other);
    pauseWorkers();
    await pressExport();
    await exportState('running', other);
    resumeWorkers();
    await downloaded();
    await exportState('idle');
    await exportState('idle', other);
    expect(downloads.length).toBe(1);
  });

  test('a cancel frees the button at once', async () => {
    await open('/orders');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await exportState('idle');
    expect((await system.status({ type: 'orders' }, { owner })).status).toBe(0);
  });

  test('a task that another tab cleared leaves a free button', async () => {
    await open('/orders');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    const { taskId } = await system.status({ type: 'orders' }, { owner });
    await system.call('/api/clearTaskInfo', { owner, json: { taskId } });
    await exportState('idle');
  });

  test('an API that restarts in the middle is waited for', async () => {
    const api = await startApi();
    await open('/orders', page, api.url);
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await api.process.stop();
    await exportState('offline');
    expect(await page.locator('.export-action').textContent()).toContain('No connection to the server.');
    const again = await startApi({ PORT: new URL(api.url).port });
    await exportState('running');
    resumeWorkers();
    await downloaded();
    await again.process.stop();
  });

  test('a task whose time is over says so and can be started again', async () => {
    const api = await startApi({ TASK_TTL_MS: '3000' });
    await open('/orders', page, api.url);
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('expired');
    expect(await page.getByText('The time of this task is over. Start it again.').count()).toBe(1);
    resumeWorkers();
    await pressExport();
    await downloaded();
    await api.process.stop();
  });

  async function startApi(env: Record<string, string> = {}): Promise<{ url: string; process: AppProcess }> {
    const process = spawnApp('api', { ...system.env, ...env });
    const { address } = await process.logged('listening', PATIENCE_MS);
    const url = String(address);
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), { timeout: PATIENCE_MS });
    return { url, process };
  }

  test('imports a workbook of retail lines: every row is saved or stands in the error workbook', async () => {
    const { bytes, rows } = await retailWorkbook();
    await open('/retail');
    await chooseFile('retail.xlsx', bytes);
    await page.getByText(/rows saved, [\d,]+ to correct/).waitFor();
    const [saved = 0, failed = 0] =
      (
        (await page
          .getByText(/rows saved,/)
          .first()
          .textContent()) ?? ''
      )
        .match(/\d[\d,]*/g)
        ?.map(toNumber) ?? [];
    expect(saved + failed).toBe(rows);
    expect(await page.locator('.issues tbody tr').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Download the error workbook' }).click();
    expect((await downloaded()).length).toBe(failed + 1);
    await page.getByRole('button', { name: 'Import another file' }).click();
    await page.getByText('Choose a file').waitFor();
  });

  test.each([
    { what: 'of a wrong type', name: 'prices.pdf', bytes: Buffer.from('%PDF'), says: 'Choose a file of type .xlsx' },
    { what: 'that is empty', name: 'empty.xlsx', bytes: Buffer.alloc(0), says: 'This file is empty. Choose another one.' },
    { what: 'that only looks like a workbook', name: 'fake.xlsx', bytes: Buffer.from('no zip at all'), says: 'not a readable workbook' },
    { what: 'that is too large', name: 'large.xlsx', bytes: Buffer.alloc(LIMIT_BYTES + 1_000_000), says: 'larger than' },
  ])('a file $what is refused in words', async ({ name, bytes, says }) => {
    await open('/products');
    await chooseFile(name, bytes);
    await page.locator('[role=dialog]').getByText(says).waitFor();
    expect(await page.getByText('Choose a file', { exact: true }).count()).toBe(1);
  });

  async function chooseFile(name: string, bytes: Uint8Array): Promise<void> {
    await page.getByRole('button', { name: 'Import' }).click();
    await page.locator('#import-file:enabled').waitFor({ state: 'attached' });
    await page.locator('#import-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }

  test("the task centre shows one's own tasks, with their story, and nobody else's", async () => {
    const { body } = await system.registerExport({ type: 'products' }, { owner });
    await system.finished(body.taskId, { owner });
    await open('/tasks');
    await page.getByRole('link', { name: 'Products export' }).click();
    await page.getByRole('heading', { name: 'Attempts' }).waitFor();
    expect(await page.getByText('Attempt 1').count()).toBe(1);
    const stranger = await newContext('stranger');
    const view = await stranger.newPage();
    await open('/tasks', view);
    await view.getByText('No tasks yet.').waitFor();
    await open(`/tasks/${body.taskId}`, view);
    await view.getByText('There is no such task.').waitFor();
    await stranger.close();
  });

  test('the server gone: the page says so and offers another try', async () => {
    await open('/tasks');
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Products' }).click();
    await page.getByText('The rows could not be loaded.').waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator('tbody tr.ant-table-row').first().waitFor();
  });

  describe('for everyone', () => {
    const VIEWS = ['/orders', '/products', '/tasks'];

    beforeEach(async () => {
      const bytes = await makeWorkbook([PRODUCT_HEADER, ['A-1', 'no such category', '没有的类别', 1, '上架']]);
      const { body } = await system.registerImport('products', { name: 'bad.xlsx', bytes }, { owner });
      await system.finished(body.taskId, { owner });
    });

    test.each(['light', 'dark'] as const)('no serious accessibility finding in %s', async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const view of VIEWS) {
        await open(view);
        await settled();
        expect(await seriousFindings(), view).toEqual([]);
      }
      await page.locator('.task-name').click();
      await page.locator('.story').waitFor();
      expect(await seriousFindings(), 'one task').toEqual([]);
      await open('/products');
      await page.getByRole('button', { name: 'Import' }).click();
      await page.locator('.issues').waitFor();
      expect(await seriousFindings(), 'import').toEqual([]);
    });

    test('nothing is wider than a small phone', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      for (const view of VIEWS) {
        await open(view);
        await settled();
        expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(360);
      }
    });

    test('the keyboard alone starts an export', async () => {
      await open('/products');
      await page.getByRole('button', { name: /^Export \d/ }).focus();
      await page.keyboard.press('Enter');
      await downloaded();
    });

    test('Chinese is spoken throughout, and kept over a reload', async () => {
      await open('/tasks');
      await page.getByRole('button', { name: '切换到中文' }).click();
      await page.reload();
      await page.getByRole('heading', { name: '任务中心' }).waitFor();
      await page.getByText('部分失败').waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh');
    });

    const settled = () => page.locator('.task, tbody tr.ant-table-row').first().waitFor();

    async function seriousFindings(): Promise<string[]> {
      await page.evaluate(axe.source);
      const found = (await page.evaluate('axe.run()')) as axe.AxeResults; // runs in the page, so its type is lost on the way
      return found.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
    }
  });
});

const toNumber = (text: string): number => Number(text.replaceAll(',', ''));

/** The real workbook where it is, else a small one of the same columns. */
async function retailWorkbook(): Promise<{ bytes: Uint8Array; rows: number }> {
  if (existsSync(REAL_RETAIL)) return { bytes: readFileSync(REAL_RETAIL), rows: 49_999 };
  console.warn('The Online Retail workbook is not beside the repository (../shared/data): a small one takes its place.');
  const header = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'];
  const line = (quantity: number) => ['536365', '85123A', 'HOLDER', quantity, new Date('2010-12-01T08:26:00Z'), 2.55, 17_850, 'France'];
  return { bytes: await makeWorkbook([header, ...Array.from({ length: 300 }, (_, i) => line(i % 10 === 0 ? -1 : i))]), rows: 300 };
}
