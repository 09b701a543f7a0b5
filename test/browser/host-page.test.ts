/**
 * The components and the custom element in the page of a host with styles and a policy of its own.
 */
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { type HostServer, serveHost } from './host-page/serve-host.js';
import { openBrowser } from './open-browser.js';
import { PATIENCE_MS, visitPages } from './page-visit.js';

const HOST_COLOUR = 'rgb(90, 30, 120)';
const PRODUCT_HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

const browser = await openBrowser();

describe.skipIf(browser === null)('in a page of another team', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '200' });
  let host: HostServer;
  beforeAll(async () => {
    host = await serveHost(() => visit.system.url);
  });
  afterAll(() => host.close());

  const open = (path: string, page = visit.page) => visit.open(path, { page, url: host.url });
  const colourOf = (script: string) =>
    visit.page.evaluate<string>(`getComputedStyle(${script}).backgroundColor`);
  const free = (page: Page, buttons: number) =>
    page
      .locator('.longshore-export-button[data-state=idle]')
      .nth(buttons - 1)
      .waitFor();

  test('<ExportButton> exports, looks like the host, and offers the file again', async () => {
    const { page } = visit;
    await open('/react');
    await free(page, 3);
    expect(await colourOf(`document.querySelector('.host-export button')`)).toBe(HOST_COLOUR);
    await page.getByRole('button', { name: 'Export orders' }).click();
    const [header, ...rows] = await visit.downloaded();
    expect(new Set(rows.map((row) => row[header?.indexOf('Status') ?? -1]))).toEqual(
      new Set(['Paid']),
    );
    await page.getByRole('link', { name: 'Download again' }).waitFor();
  });

  test('<ExportButton> is cancelled by keyboard and keeps the focus', async () => {
    const { page } = visit;
    await open('/react');
    await free(page, 3);
    visit.pauseWorkers();
    await page.getByRole('button', { name: 'Export orders' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.longshore-export-button[data-state=running]').waitFor();
    await focusIsOn(page, 'Cancel');
    await page.keyboard.press('Enter');
    await focusIsOn(page, 'Export orders');
  });

  test('<ImportDialog> refuses, imports, gives the error workbook, and <TaskCentre> lists it', async () => {
    const { page } = visit;
    await open('/react');
    await page.getByText('No tasks yet.').waitFor();
    await page.getByRole('button', { name: 'Import products' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import products' });
    const choose = (name: string, bytes: Uint8Array) =>
      dialog
        .getByLabel('Choose a file')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
    await choose('prices.pdf', Buffer.from('%PDF'));
    await dialog.getByText('Choose a file of type .xlsx.').waitFor();
    await choose(
      'products.xlsx',
      await makeWorkbook([PRODUCT_HEADER, ['A-1', 'no such category', '没有的类别', 1, '上架']]),
    );
    await dialog.getByText('0 rows saved, 1 to correct.').waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Correct 1 row here' }).click();
    const category = dialog.getByLabel('Row 2, 分类');
    await category.fill('still none');
    await dialog.getByRole('button', { name: 'Save 1 row' }).click();
    await dialog.getByText('0 rows saved, 1 still to correct. 1 row to correct').waitFor();
    expect(await category.inputValue()).toBe('still none');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await dialog.getByRole('link', { name: 'Download the error workbook' }).click();
    expect((await visit.downloaded()).length).toBe(2);
    await page.keyboard.press('Escape');
    await focusIsOn(page, 'Import products');
    await page.reload();
    await page
      .getByRole('row', { name: /Import products Rows to correct/ })
      .first()
      .waitFor();
    expect(await findings(page)).toEqual([]);
  });

  test("<longshore-export-button> exports without React, by keyboard, in the host's colours", async () => {
    const { page } = visit;
    await open('/plain');
    const element = page.locator('longshore-export-button');
    const becomes = (state: string) =>
      page.locator(`longshore-export-button[data-state=${state}]`).waitFor();
    await becomes('idle');
    expect(
      await colourOf(
        `document.querySelector('longshore-export-button').shadowRoot.querySelector('button')`,
      ),
    ).toBe(HOST_COLOUR);
    expect(await findings(page)).toEqual([]);
    visit.pauseWorkers();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await becomes('running');
    await page.keyboard.press('Enter'); // the focus is on Cancel now
    await becomes('idle');
    await page.keyboard.press('Enter');
    await becomes('running');
    visit.resumeWorkers();
    const rows = (await visit.downloaded()).slice(1);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(200);
    await becomes('idle');
    expect(await element.getByRole('button', { name: 'Export orders' }).isEnabled()).toBe(true);
  });

  // 7 rounds of 3 buttons in two tabs: 21 files that both tabs could take.
  test.each([
    { locks: 'Web Locks', rounds: 7, script: '' },
    {
      locks: 'no Web Locks',
      rounds: 2,
      script: `Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })`,
    },
  ])('of two tabs one takes each file, with $locks', async ({ rounds, script }) => {
    const { context, page } = visit;
    await context.addInitScript(script);
    const other = await context.newPage();
    const tabs = [page, other];
    for (const tab of tabs) await open('/react', tab);
    await page.bringToFront(); // a tab behind another draws, and so takes clicks, but once a second
    for (let round = 1; round <= rounds; round++) {
      for (const tab of tabs) await free(tab, 3);
      for (const name of ['orders', 'products', 'retail'])
        await page.getByRole('button', { name: `Export ${name}` }).click();
      await vi.waitFor(() => expect(visit.downloads.length).toBeGreaterThanOrEqual(3 * round), {
        timeout: PATIENCE_MS,
      });
    }
    for (const tab of tabs) await free(tab, 3);
    const files = await Promise.all(visit.downloads.map(async (download) => download.url()));
    expect(files.length).toBe(3 * rounds);
    expect(new Set(files).size).toBe(3 * rounds);
    for (const download of visit.downloads)
      expect((await readFile(await download.path())).byteLength).toBeGreaterThan(0);
  });
});

const focusIsOn = (page: Page, name: string) =>
  vi.waitFor(
    async () => expect(await page.evaluate('document.activeElement.textContent')).toBe(name),
    { timeout: PATIENCE_MS },
  );

/** The policy of the page lets no script in but its own; the debugger may. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
