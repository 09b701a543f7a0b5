/** Batches on the page: run, pause, resume, and run again what the business said no to. */
import { describe, expect, test } from 'vitest';
import { taskCalls } from '../support/task-calls.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const ORDERS = 6_000;
const browser = await openBrowser();

describe.skipIf(browser === null)('a batch', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: String(ORDERS) });
  const { open } = visit;
  const phase = (text: string) => visit.page.locator('.phase', { hasText: text }).first();

  test('is paused, goes on, and names the records that the business refused', async () => {
    const { page, system, owner } = visit;
    const client = taskCalls(system.url).client({ owner });
    await open('/types/settle-orders');
    visit.pauseWorkers();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await phase('Paused').waitFor();
    visit.resumeWorkers();
    await page.getByRole('button', { name: 'Resume' }).click();
    await phase('Rows to correct').waitFor();
    const { items } = await client.listTasks({ kind: 'batch' });
    const taskId = items[0]?.taskId ?? '';
    const { failed = 0, total } = items[0]?.counts ?? {};
    expect(total).toBe(ORDERS);
    expect(failed).toBeGreaterThan(1);

    await page.getByRole('link', { name: 'Settle orders batch' }).click();
    const rows = page.locator('tbody tr.ant-table-row');
    await rows.first().waitFor();
    expect(await rows.first().textContent()).toContain('the treasury must approve it');
    const files = page.locator('.actions').first().getByRole('link');
    expect(await files.allTextContents()).toEqual(['Download', 'Error workbook']);
    const [refused] = (await client.failedRecords(taskId, { limit: 1 })).items;
    await page.getByLabel(`Select row ${refused?.key}`).check();
    await page.getByRole('button', { name: 'Run 1 selected again' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(taskId));
    await phase('Rows to correct').waitFor();
    const [again] = (await client.listTasks({ kind: 'batch' })).items;
    expect(again?.counts).toMatchObject({ total: 1, failed: 1 });
  });
});
