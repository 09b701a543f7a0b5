/**
 * The page for everyone: any width, colours, keyboard, screen reader and language, in every state.
 */
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { PATIENCE_MS, visitPages } from './page-visit.js';

const PRODUCT_HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

const browser = await openBrowser();

describe.skipIf(browser === null)('the page', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '20000' });
  const { open, exportState, pressExport, pauseWorkers, resumeWorkers, downloaded } = visit;
  const run = <Result>(script: string) => visit.page.evaluate<Result>(script);

  const firstRow = () => visit.page.locator('tbody tr.ant-table-row').first().waitFor();
  const wrongProducts = () =>
    makeWorkbook([PRODUCT_HEADER, ['A-1', 'no such category', '没有的类别', 1, '上架']]);

  async function importedProducts(
    bytes: Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { system, owner } = visit;
    const { body } = await system.registerImport(
      'products',
      { name: 'products.xlsx', bytes },
      { owner, headers },
    );
    await system.finished(body.taskId, { owner });
  }

  describe('has no serious accessibility finding, and nothing wider than a phone', () => {
    test('with orders: loading, idle, running, offline, empty, ready', async () => {
      const { page, owner, system } = visit;
      await page.route('**/rows', () => undefined);
      await open('/types/orders');
      await page.locator('.ant-skeleton').waitFor();
      await isClean(page, 'loading');
      await page.unroute('**/rows');
      await page.reload();
      await firstRow();
      await isClean(page, 'idle');
      pauseWorkers();
      await pressExport();
      await exportState('running');
      await isClean(page, 'running');
      await visit.context.setOffline(true);
      await exportState('offline');
      await isClean(page, 'offline');
      await visit.context.setOffline(false);
      await visit.pressCancel();
      resumeWorkers();
      await page.getByLabel('From').fill('2090-01-01');
      await page.locator('.empty').waitFor();
      await isClean(page, 'empty');
      await system.finished(
        (await system.registerExport({ type: 'orders' }, { owner })).body.taskId,
        { owner },
      );
      await page.reload();
      await exportState('ready');
      await isClean(page, 'ready');
    });

    test('with an export whose time is over', async () => {
      const { page } = visit;
      const { url } = await visit.startApi({ TASK_TTL_MS: '2000' });
      await open('/types/orders', { url });
      pauseWorkers();
      await pressExport();
      await exportState('expired');
      await isClean(page, 'expired');
    });

    test('with the import dialog: choosing, looking, partial, failed', async () => {
      const { page } = visit;
      await open('/types/products');
      await firstRow();
      await page.getByRole('button', { name: 'Import' }).click();
      await page.locator('#import-file:enabled').waitFor({ state: 'attached' });
      await isClean(page, 'choosing');
      await page.locator('#import-file').setInputFiles(fileOf(await wrongProducts()));
      await page.getByText('is no category of this shop').waitFor();
      await isClean(page, 'looking');
      await page.getByRole('button', { name: 'Get the error workbook' }).click();
      await page.locator('.issues').waitFor();
      await isClean(page, 'partial');
      await page.getByRole('button', { name: 'Import another file' }).click();
      await page
        .locator('#import-file:enabled')
        .setInputFiles(fileOf(await makeWorkbook([['no'], ['column']])));
      await page.getByText('lacks the columns').waitFor();
      await isClean(page, 'failed');
    });

    test('with tasks: none, of every end, one with its story, one that is gone', async () => {
      const { page } = visit;
      await open('/tasks');
      await page.locator('.empty').waitFor();
      await isClean(page, 'none');
      await importedProducts(await wrongProducts());
      await importedProducts(await makeWorkbook([['no'], ['column']]));
      await page.reload();
      await page.locator('.task[data-phase=failed]').waitFor();
      await isClean(page, 'tasks');
      await page.locator('.task[data-phase=partial] .task-name').click();
      await page.locator('.issues').waitFor();
      await isClean(page, 'one task');
      await open('/tasks/0193a1b2-0000-7000-8000-000000000001');
      await page.locator('.empty').waitFor();
      await isClean(page, 'gone');
    });
  });

  describe('by keyboard alone', () => {
    const focused = () =>
      run<string>(`document.activeElement.ariaLabel ?? document.activeElement.textContent`);
    const press = (key: string) => visit.page.keyboard.press(key);
    const takesFocus = (name: string | RegExp) =>
      vi.waitFor(async () => expect(await focused()).toMatch(name), { timeout: PATIENCE_MS });

    /** The question stands on its harmless answer; the focus comes back after it. */
    async function confirmCancel(): Promise<void> {
      await press('Enter');
      await takesFocus(/^Let it run$/);
      await tabTo(/^Yes, cancel it$/);
      await press('Enter');
    }

    async function tabTo(name: string | RegExp): Promise<void> {
      const passed: string[] = [];
      for (let steps = 0; steps < 40; steps++) {
        await press('Tab');
        passed.push(await focused());
        if (passed.at(-1)?.match(name)) return;
      }
      throw new Error(`Tab never came to ${name}: ${passed.join(' | ')}`);
    }

    test('an export is started, cancelled and started again; the focus stays with it', async () => {
      await open('/types/orders');
      await exportState('idle');
      await firstRow();
      pauseWorkers();
      await tabTo(/^Export 20,000 rows$/);
      await press('Enter');
      await exportState('running');
      await takesFocus(/^Cancel$/);
      await confirmCancel();
      await takesFocus(/^Export 20,000 rows$/);
      await press('Enter');
      await takesFocus(/^Cancel$/);
      resumeWorkers();
      await downloaded();
      await takesFocus(/^Export 20,000 rows$/);
    });

    test('a file is imported, its error workbook taken, and the dialog left to where it was opened', async () => {
      // The browser takes a moment until it hands choosers over: the wait begins well before.
      const chooser = visit.page.waitForEvent('filechooser');
      await open('/types/products');
      await firstRow();
      await tabTo(/^Import$/);
      await press('Enter');
      await visit.page.locator('#import-file:enabled').waitFor({ state: 'attached' });
      await vi.waitFor(async () =>
        expect(await run(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(true),
      );
      const isFileInput = () => run<boolean>(`document.activeElement.id === 'import-file'`);
      for (let steps = 0; steps < 40 && !(await isFileInput()); steps++) await press('Tab');
      expect(await isFileInput()).toBe(true);
      await press('Enter');
      await (await chooser).setFiles(fileOf(await wrongProducts()));
      await visit.page.getByText('is no category of this shop').waitFor();
      await tabTo(/^Get the error workbook$/);
      await press('Enter');
      await visit.page.locator('.issues').waitFor();
      await tabTo(/^Download the error workbook$/);
      await press('Enter');
      expect((await downloaded()).length).toBe(2);
      await press('Escape');
      await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
      await takesFocus(/^Import$/);
    });

    test('a task is cancelled and run again', async () => {
      const { system, owner, page } = visit;
      pauseWorkers();
      await system.registerExport({ type: 'orders' }, { owner });
      await open('/tasks');
      await page.locator('.task').waitFor();
      await tabTo(/^Cancel$/);
      await confirmCancel();
      await takesFocus(/^Run again$/);
      await press('Enter');
      await takesFocus(/^Cancel$/);
    });
  });

  test('a phone has room for a finger on all that can be pressed', async () => {
    const phone = { viewport: { width: 360, height: 800 }, hasTouch: true };
    const page = await (await visit.newContext(visit.owner, phone)).newPage();
    await importedProducts(await wrongProducts());
    await open('/types/orders', { page });
    await page.locator('tbody tr.ant-table-row').first().waitFor();
    await hasRoom(page, 'orders');
    await open('/types/products', { page });
    await page.getByRole('button', { name: 'Import' }).click();
    await page.locator('.issues').waitFor();
    await hasRoom(page, 'the result of an import');
    await page.getByRole('button', { name: 'Import another file' }).click();
    await page.getByText('How the file is written').click();
    await hasRoom(page, 'the choice of a file');
    await open('/tasks', { page });
    await page.locator('.task-name').click();
    await page.locator('.issues').waitFor();
    await hasRoom(page, 'a task');
    await page.locator('.back').click();
    await page.locator('.task-name').waitFor();
    await hasRoom(page, 'tasks');
  });

  test('a phone sorts by a choice, for want of headings', async () => {
    const { page } = visit;
    await page.setViewportSize({ width: 360, height: 740 });
    await open('/types/orders');
    await firstRow();
    await page.getByLabel('Order of the rows').click();
    await page.getByTitle('Largest amount first').click();
    const amount = async () =>
      Number(
        (await page.locator('td[data-label=Amount]').first().textContent())?.replaceAll(',', ''),
      );
    await vi.waitFor(async () => expect(await amount()).toBeGreaterThan(10_000), {
      timeout: PATIENCE_MS,
    });
  });

  test('a screen reader hears quarters and the end of an export, not each number', async () => {
    await open('/types/orders');
    await exportState('idle');
    await run(`
      window.heard = [];
      const region = document.querySelector('.export-action [role=status]');
      new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { subtree: true, childList: true, characterData: true });
    `);
    await pressExport();
    await downloaded();
    await exportState('idle');
    const heard = await run<string[]>('window.heard');
    expect(heard.at(-1)).toBe('The file is ready.');
    for (const said of heard)
      expect(said).toMatch(
        /^(|Starting…|Queued|Running(, (25|50|75|100) %)?|The file is ready\.)$/,
      );
    expect(new Set(heard).size).toBe(heard.length);
  });

  test('Chinese is spoken throughout, and kept over a reload', async () => {
    // a task of an English page: its reasons are worded when they are shown
    await importedProducts(await wrongProducts(), { 'accept-language': 'en' });
    await open('/tasks');
    await visit.page.getByRole('button', { name: '切换到中文' }).click();
    await visit.page.reload();
    await visit.page.getByRole('heading', { name: '任务中心' }).waitFor();
    await visit.page.getByText('部分失败').waitFor();
    expect(await run('document.documentElement.lang')).toBe('zh');
    await visit.page.locator('.task-name').click();
    await visit.page.getByText('不是本店的分类').waitFor();
    await visit.page.locator('.issues').getByText('分类', { exact: true }).waitFor();
  });
});

const fileOf = (bytes: Uint8Array) => ({
  name: 'products.xlsx',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

/** CSS pixels, by the WCAG's Target Size (Enhanced). */
const FINGER = 44;
const PRESSABLE =
  'button, select, summary, a[href], .drop label, input:not([type=checkbox], [type=file], [role=combobox])';

/** Dialogs and buttons come with transitions, which begin some frames later. */
const hasRoom = (page: Page, state: string): Promise<void> =>
  vi.waitFor(async () => expect(await tooSmall(page), state).toEqual([]), { timeout: PATIENCE_MS });

/** What can be pressed with less room; an input's room is that of its frame. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`
    [...document.querySelectorAll(${JSON.stringify(PRESSABLE)})]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip, .ant-input-affix-wrapper *'))
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && Math.min(width, height) < ${FINGER} - 0.5)
      .map(([one, { width, height }]) => one.outerHTML.slice(0, 120) + ' ' + width + ' x ' + height)`);
