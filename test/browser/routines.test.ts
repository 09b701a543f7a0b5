/** The page of routines: what operators see and do, and that others do not come to it. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const BUSINESS = fileURLToPath(new URL('../support/desk-business/business.ts', import.meta.url));
const browser = await openBrowser();

describe.skipIf(browser === null)('routines', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { BUSINESS, NODE_OPTIONS: '--import tsx' });
  const { open } = visit;
  let page: Page;
  beforeEach(async () => {
    const context = await visit.newOperator();
    page = await context.newPage();
  });
  const routine = (type: string) => page.locator(`.routine[data-type=${type}]`);
  const ticks = (type: string) => routine(type).locator('.ticks time');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('are listed with their state, expression, zone and next five runs', async () => {
    await open('/desk', { page });
    await page.getByRole('link', { name: 'Routines' }).click();
    await routine('tidy').waitFor();
    expect(await routine('tidy').locator('code').textContent()).toBe('30 2 * * *');
    await routine('tidy').getByText('Asia/Shanghai').waitFor();
    expect(await ticks('tidy').count()).toBe(5);
    for (const leaf of await ticks('tidy').allTextContents()) expect(leaf).toMatch(/02:30$/);
    for (const leaf of await ticks('count').allTextContents())
      expect(leaf).toMatch(/^(Mon|Tue|Wed|Thu|Fri).*08:00$/);
    await page.getByText(`Version of the zone data: ${process.versions.tz}.`).waitFor();
    await isClean(page, 'routines');
  });

  test('are paused and resumed', async () => {
    await open('/desk/routines/tidy', { page });
    await button('Pause').click();
    await page.locator('.page-head').getByText('Paused').waitFor();
    await button('Resume').click();
    await page.locator('.page-head').getByText('Active').waitFor();
  });

  test('run now, once that is confirmed, and the log tells how it went', async () => {
    await open('/desk/routines/count', { page });
    await page.getByText('No run yet.').waitFor();
    await button('Run now').click();
    await button('No').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await button('Run now').click();
    await button('Yes, run it').click();
    const row = page.locator('tbody tr.ant-table-row');
    await row.getByText('failed', { exact: true }).waitFor();
    await row.getByText('by hand').waitFor();
    expect(await row.locator('td[data-label=Why]').textContent()).toContain('Task');
    await isClean(page, 'the log of a routine');
  });

  test('take another expression, until the declared one is put back', async () => {
    await open('/desk/routines/tidy', { page });
    const cron = page.getByLabel('Change the expression');
    await cron.fill('61 2 * * *');
    await button('Save').click();
    await page.getByRole('alert').filter({ hasText: '61' }).waitFor();
    expect(await cron.getAttribute('aria-invalid')).toBe('true');
    await isClean(page, 'a refused expression');
    await cron.fill('15 3 * * *');
    await button('Save').click();
    await page.getByText('changed by an operator').waitFor();
    await page.getByText('declared: 30 2 * * *').waitFor();
    await button('Back to the declared one').click();
    await page.getByText('changed by an operator').waitFor({ state: 'detached' });
    expect(await cron.inputValue()).toBe('30 2 * * *');
  });

  test('are worded in Chinese, too', async () => {
    await open('/desk/routines', { page });
    await page.getByRole('button', { name: '切换到中文' }).click();
    await routine('tidy').getByText('收起昨天的包裹。').waitFor();
    await page.getByRole('button', { name: '立即运行' }).first().waitFor();
  });

  test('are not for others: a sentence says so, and no link leads there', async () => {
    await open('/desk/routines');
    await visit.page.getByText('This part is for operators.').waitFor();
    expect(await visit.page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    await isClean(visit.page, 'a stranger');
  });
});
