/**
 * A type of any business has a form of its params, and the server's refusals stand at its fields.
 */
import { describe, expect, test, vi } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { taskCalls } from '../support/task-calls.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { PATIENCE_MS, visitPages } from './page-visit.js';

const BUSINESS = builtBusiness('desk-business');
const browser = await openBrowser();

describe.skipIf(browser === null)('a type of another business', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { BUSINESS });
  const { open } = visit;
  const rows = () => visit.page.locator('tbody tr.ant-table-row');
  const exportButton = (name: RegExp) => visit.page.getByRole('button', { name });
  const choose = async (label: string, option: string) => {
    await visit.page.getByLabel(label).click();
    await visit.page.getByTitle(option, { exact: true }).click();
  };

  test('is exported by the params of its form, which the address keeps', async () => {
    const { page, system, owner } = visit;
    await open('/types/parcels');
    await page.getByText('Fill in first: Lighter than.').waitFor();
    expect(await exportButton(/^Export$/).isDisabled()).toBe(true);
    await page.getByLabel('Lighter than').fill('5000');
    await choose('Cities', 'Oslo');
    await choose('Cities', 'Lima');
    await page.keyboard.press('Escape');
    await choose('Fragile', 'Yes');
    await page.getByLabel('Heavy ones first').check();
    await page.getByLabel('Sent from').fill('2026-01-11');
    await exportButton(/^Export 14 rows$/).waitFor();
    await page.reload();
    await exportButton(/^Export 14 rows$/).click();
    const file = await visit.downloaded();
    expect(file.slice(1).map(([id]) => id)).toEqual([
      48, 46, 42, 40, 36, 34, 30, 28, 24, 22, 18, 16, 12, 10,
    ]);
    const [task] = (await taskCalls(system.url).client({ owner }).listTasks()).items;
    expect(task?.params).toEqual({
      below: 5_000,
      cities: ['oslo', 'lima'],
      fragile: true,
      heavyFirst: true,
      sentFrom: '2026-01-11',
    });
    await open(`/tasks/${task?.taskId}`);
    await page.locator('.params').getByText('Oslo, Lima').waitFor();
  });

  test('says at a field what the server refuses there', async () => {
    const { page } = visit;
    await open('/types/parcels?below=100001');
    const field = page.locator('.field', { hasText: 'Lighter than' });
    await field.getByRole('alert').filter({ hasText: 'no parcel is that heavy' }).waitFor();
    expect(await page.getByLabel('Lighter than').getAttribute('aria-invalid')).toBe('true');
    expect(await exportButton(/^Export$/).isDisabled()).toBe(true);
    await isClean(page, 'a form');
    await page.getByLabel('Lighter than').fill('500');
    await rows().first().waitFor();
    expect(await rows().count()).toBe(4);
    expect(await field.getByRole('alert').count()).toBe(0);
  });

  test('runs its batch with the params of the form', async () => {
    const { page, system, owner } = visit;
    await open('/types/weigh');
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await run.waitFor();
    expect(await run.isDisabled()).toBe(true);
    await page.getByLabel('Grams at least').fill('-1');
    await run.click();
    await page.getByText('no parcel weighs less than nothing').waitFor();
    await page.getByLabel('Grams at least').fill('5001');
    await run.click();
    await page.locator('.task[data-phase=succeeded]').waitFor();
    const [task] = (await taskCalls(system.url).client({ owner }).listTasks()).items;
    expect(task).toMatchObject({ params: { least: 5_001 }, counts: { total: 10, succeeded: 10 } });
  });

  test('is imported by the params of its form', async () => {
    const { page, system, owner } = visit;
    const dialog = page.locator('[role=dialog]');
    const file = {
      name: 'weights.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,weight\n1,2\n901,3\n902,9\n'),
    };
    await open('/types/weights');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Fill in first: Unit.').waitFor();
    expect(await page.locator('#import-file').isDisabled()).toBe(true);
    await choose('Unit', 'Kilograms');
    await dialog.getByLabel('At most').fill('0');
    await page.locator('#import-file:enabled').setInputFiles(file);
    await dialog.getByText('a parcel weighs something').waitFor();
    await isClean(page, 'a form of an import');
    await dialog.getByLabel('At most').fill('5');
    await page.locator('#import-file:enabled').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Save 2 rows' }).waitFor();
    expect(await dialog.getByRole('row').allTextContents()).toEqual([
      'RowidColumnBeforeAfter',
      '21weight0.12',
    ]);
    await dialog.getByRole('button', { name: 'Save 2 rows' }).click();
    await dialog.getByText('2 rows saved, 1 to correct.').waitFor();
    const [task] = (await taskCalls(system.url).client({ owner }).listTasks()).items;
    expect(task?.params).toEqual({ params: { unit: 'kg', most: 5 }, preview: true });
  });

  test('is worded in Chinese, too', async () => {
    const { page } = visit;
    await open('/types/parcels');
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByText('请先填写：轻于。').waitFor();
    await choose('城市', '奥斯陆');
    await vi.waitFor(() => expect(new URL(page.url()).searchParams.get('cities')).toBe('oslo'), {
      timeout: PATIENCE_MS,
    });
  });
});
