/**
 * The export button in a real browser against a real system: from the click to the file, and all
 * that can come between.
 */
import { readFile } from 'node:fs/promises';
import { bytesSource, openZip } from '@longshore/workbook';
import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { taskCalls } from '../support/task-calls.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { PATIENCE_MS, visitPages } from './page-visit.js';

const ORDERS = 20_000;
const HALF_AN_HOUR_MS = 30 * 60_000;
/** Longer than a page takes for one poll on a busy machine. */
const SHORT_TTL_MS = '8000';
const SECRET = 'a secret that only this test knows, 32 characters';

const browser = await openBrowser();

describe.skipIf(browser === null)('an export', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: String(ORDERS) });
  const { open, exportState, pressExport, pauseWorkers, resumeWorkers, downloaded } = visit;
  const textOf = (selector: string) => visit.page.locator(selector).textContent();
  const status = () => visit.system.status({ type: 'orders' }, { owner: visit.owner });

  test('holds what the filter shows, and the file downloads by itself', async () => {
    await open('/types/orders');
    await visit.page.getByLabel('Status').click();
    await visit.page.getByText('Paid', { exact: true }).last().click();
    const button = visit.page.getByRole('button', { name: /^Export [\d,]+ rows/ });
    await vi.waitFor(async () => expect(await button.textContent()).not.toContain('20,000'), {
      timeout: PATIENCE_MS,
    });
    const shown = Number((await button.textContent())?.replace(/\D/g, ''));
    await pressExport();
    const [header, ...rows] = await downloaded();
    const column = header?.indexOf('Status') ?? -1;
    expect(rows.length).toBe(shown);
    expect(new Set(rows.map((row) => row[column]))).toEqual(new Set(['Paid']));
    await exportState('idle');
    expect(await visit.page.getByRole('link', { name: 'Download again' }).count()).toBe(1);
    expect((await status()).status).toBe(0);
  });

  test('holds the columns that the person chose, and the page remembers and shows the choice', async () => {
    await open('/types/orders');
    const { page } = visit;
    await page.getByRole('button', { name: 'Choose columns' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose columns' });
    for (const name of ['Placed', 'Remark']) await dialog.getByLabel(name, { exact: true }).click();
    await dialog.getByRole('button', { name: '9 of 11 columns' }).click();
    await pressExport();
    const [header = []] = await downloaded();
    expect(header).toHaveLength(9);
    expect(header).not.toContain('Remark');
    await page.reload();
    const remembered = page.getByRole('button', { name: '9 of 11 columns' });
    await remembered.click();
    await dialog.getByRole('button', { name: 'All columns' }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await remembered.waitFor(); // what was not confirmed is not kept
  });

  test('has files of as many rows as the person says, and a manifest on the page of its task', async () => {
    await open('/types/orders');
    const { page } = visit;
    await page.getByRole('button', { name: /^Export [\d,]+ rows/ }).waitFor();
    await page.getByRole('button', { name: 'Export as' }).click();
    await page.getByRole('menuitem', { name: 'Options…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export with options' });
    await dialog.getByLabel('ZIP of Excel files').check();
    const start = dialog.getByRole('button', { name: 'Export' });
    await dialog.getByLabel('Rows in each file').fill('0');
    await dialog.getByText('A whole number from 1 to 1,048,575.').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await dialog.getByLabel('Rows in each file').fill('15000');
    await dialog.getByLabel('With a manifest').check();
    await isClean(page, 'the options of an export');
    await start.click();
    await vi.waitFor(() => expect(visit.downloads).toHaveLength(1), { timeout: PATIENCE_MS });
    const file = await readFile((await visit.downloads[0]?.path()) ?? '');
    const books = await openZip(bytesSource(file));
    expect(books).toHaveLength(2);
    const [task] = (await visit.system.client({ owner: visit.owner }).listTasks()).items;
    await open(`/tasks/${task?.taskId}`);
    await page.getByRole('link', { name: /\.json/ }).waitFor();
  });

  test('is in the zone of the browser: days of the filter, table, file and task page', async () => {
    const timezoneId = 'Asia/Shanghai';
    const context = await visit.newContext(visit.owner, { timezoneId });
    const page = await context.newPage();
    await open('/types/orders', { page });
    await page.getByLabel('From').fill('2025-01-02');
    await page.getByLabel('To', { exact: true }).fill('2025-01-02');
    const button = page.getByRole('button', { name: /^Export 2,[\d]+ rows/ });
    await button.waitFor();
    const shown = await page.locator('tbody td[data-label=Placed]').allTextContents();
    expect(shown.filter((text) => !text.startsWith('2 Jan 2025'))).toEqual([]);
    await button.click();
    const [header, ...rows] = await downloaded();
    const placed = rows.map((row) => row[header?.indexOf('Placed') ?? -1] as Date);
    const walls = placed.map((wall) => wall.toISOString()).sort();
    expect(walls[0]).toMatch(/^2025-01-02T00:00/);
    expect(walls.at(-1)).toMatch(/^2025-01-02T23:59/);
    const { items } = await taskCalls(visit.system.url).client({ owner: visit.owner }).listTasks();
    const [task] = items;
    expect(task).toMatchObject({ timeZone: timezoneId });
    const elsewhere = await visit.newContext(visit.owner, { timezoneId: 'America/New_York' });
    const there = await elsewhere.newPage();
    await open(`/tasks/${task?.taskId}`, { page: there });
    await there.locator('dd', { hasText: timezoneId }).waitFor();
    const wall = new Date(task?.registeredAt ?? '').toLocaleString('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone: timezoneId,
    });
    await there.locator('dd', { hasText: wall }).first().waitFor();
    await Promise.all([context.close(), elsewhere.close()]);
  });

  test('comes in the order of the table, which pages through it', async () => {
    await open('/types/orders');
    const { page } = visit;
    await page.getByRole('columnheader', { name: 'Amount' }).click();
    const amounts = async () =>
      (await page.locator('tbody td[data-label=Amount]').allTextContents()).map((text) =>
        Number(text.replaceAll(',', '')),
      );
    const largestFirst = (values: readonly number[]) => values.toSorted((a, b) => b - a);
    await vi.waitFor(async () => expect((await amounts())[0]).toBeGreaterThan(10_000), {
      timeout: PATIENCE_MS,
    });
    const first = await amounts();
    await page.getByTitle('2', { exact: true }).click();
    await vi.waitFor(async () => expect(await amounts()).not.toEqual(first), {
      timeout: PATIENCE_MS,
    });
    const shown = [...first, ...(await amounts())];
    expect(shown).toEqual(largestFirst(shown));
    await pressExport();
    const [header, ...rows] = await downloaded();
    const exported = rows.map((row) => Number(row[header?.indexOf('Amount') ?? -1]));
    expect(exported.slice(0, shown.length)).toEqual(shown);
    expect(exported).toEqual(largestFirst(exported));
  });

  test('of ticked rows goes by their ids', async () => {
    await open('/types/orders');
    for (const id of [20_000, 19_998]) await visit.page.getByLabel(`Select row ${id}`).check();
    await visit.page.getByRole('button', { name: 'Export 2 selected' }).click();
    const [, ...rows] = await downloaded();
    expect(rows.map(([id]) => id)).toEqual([20_000, 19_998]);
  });

  test('holds no row that a later filter leaves out, though it was ticked', async () => {
    const { page } = visit;
    await open('/types/orders?status=paid');
    await page.locator('tbody input[type=checkbox]').first().check();
    await page.getByRole('button', { name: 'Export 1 selected' }).waitFor();
    await page.getByLabel('To', { exact: true }).fill('2025-01-03');
    await page.getByRole('button', { name: /^Export [\d,]+ rows?$/ }).waitFor();
    await page.reload();
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('2025-01-03');
    await page.getByLabel('From').fill('2025-01-04');
    await page.getByText('The first day comes after the last').waitFor();
    expect(await page.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(true);
  });

  test('of ticked rows is forgotten when the address goes back to all orders', async () => {
    const { page } = visit;
    await open('/types/orders?status=paid');
    await page.locator('tbody input[type=checkbox]').first().check();
    await page.getByRole('button', { name: 'Export 1 selected' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Orders', exact: true }).click();
    await page.getByRole('button', { name: 'Export 20,000 rows' }).waitFor();
    expect(await page.locator('tbody input[type=checkbox]:checked').count()).toBe(0);
  });

  test('that was finished unseen stands beside the next one', async () => {
    const { page, owner, system } = visit;
    const client = taskCalls(system.url).client({ owner });
    const { taskId } = await client.registerExportTask({ type: 'orders', fileName: 'the first' });
    await system.finished(taskId, { owner });
    await open('/types/orders');
    await page.getByRole('button', { name: /^Download the first.xlsx$/ }).waitFor();
    await pressExport();
    await downloaded();
    expect(visit.downloads[0]?.suggestedFilename()).toMatch(/^Orders [\d-]+ \d{4}.xlsx$/);
  });

  test('that was cancelled calls no row a success', async () => {
    const { page, owner, system } = visit;
    pauseWorkers();
    const { body } = await system.registerExport({ type: 'orders' }, { owner });
    await open(`/tasks/${body.taskId}`);
    await visit.pressCancel();
    await page.locator('.phase', { hasText: 'Cancelled' }).waitFor();
    expect(await textOf('.story')).not.toContain('succeeded');
    resumeWorkers();
  });

  test('survives a reload in the middle, and the file still comes', async () => {
    await open('/types/orders');
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await visit.page.reload();
    await exportState('running');
    resumeWorkers();
    expect((await downloaded()).length).toBe(ORDERS + 1);
  });

  test('is seen by a second tab, which can cancel it for both', async () => {
    const other = await visit.context.newPage();
    await open('/types/orders');
    await open('/types/orders', { page: other });
    await exportState('idle', other);
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running', other);
    await visit.pressCancel(other);
    await exportState('idle', other);
    await exportState('idle');
    expect((await status()).status).toBe(0);
  });

  test('that was cleared elsewhere leaves a free button', async () => {
    await open('/types/orders');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    const { taskId } = await status();
    await visit.system.call('/api/clearTaskInfo', { owner: visit.owner, json: { taskId } });
    await exportState('idle');
  });

  test('waits for an API that restarts in the middle', async () => {
    const api = await visit.startApi();
    await open('/types/orders', { url: api.url });
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await api.process.stop();
    await exportState('offline');
    expect(await textOf('.export-action')).toContain('No connection to the server.');
    await visit.startApi({ PORT: new URL(api.url).port });
    await exportState('running');
    resumeWorkers();
    await downloaded();
  });

  test('says at once that the line is gone, and goes on when it is back', async () => {
    await open('/types/orders');
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await visit.context.setOffline(true);
    await exportState('offline');
    await visit.context.setOffline(false);
    await exportState('running');
    resumeWorkers();
    await downloaded();
  });

  test('whose time is over says so and can be started again', async () => {
    const api = await visit.startApi({ TASK_TTL_MS: SHORT_TTL_MS });
    await open('/types/orders', { url: api.url });
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('expired');
    expect(await textOf('.export-action')).toContain(
      'The time of this task is over. Start it again.',
    );
    resumeWorkers();
    await pressExport();
    await downloaded();
  });

  test('that was taken is offered again only as long as its file is there', async () => {
    const { page } = visit;
    await page.clock.install();
    await open('/types/orders');
    await exportState('idle');
    await pressExport();
    await downloaded();
    const again = page.getByRole('link', { name: 'Download again' });
    await again.waitFor();
    await page.clock.fastForward(HALF_AN_HOUR_MS + 1_000);
    await again.waitFor({ state: 'detached' });
  });

  test('whose result waited too long says so', async () => {
    const api = await visit.startApi({ TASK_TTL_MS: SHORT_TTL_MS });
    const { page, owner, system } = visit;
    const client = taskCalls(api.url).client({ owner });
    await page.addInitScript(watchNotifications);
    await page.clock.install();
    await open('/types/orders', { url: api.url });
    await exportState('idle');
    const { taskId } = await client.registerExportTask({ type: 'orders' });
    await system.finished(taskId, { owner });
    // the page asks again when its person returns, and not before the server allows it
    await page.clock.fastForward(11_000);
    await look(page, 'hidden');
    await look(page, 'visible');
    await exportState('ready');
    await vi.waitFor(
      async () => expect((await client.getTaskStatus({ taskId })).phase).toBe('expired'),
      { timeout: PATIENCE_MS },
    );
    await page.clock.fastForward(11_000);
    await exportState('expired');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await exportState('idle');
  });

  test('outlives the session: who signs in again goes on', async () => {
    const api = await visit.startApi({ AUTH_MODE: 'jwt', AUTH_JWT_SECRET: SECRET });
    const { context, page } = visit;
    const signIn = async () =>
      context.addCookies([
        { name: 'longshore_session', value: await sessionOf(visit.owner), url: api.url },
      ]);
    await signIn();
    await open('/types/orders', { url: api.url });
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await exportState('running');
    await context.clearCookies();
    await exportState('failed');
    expect(await textOf('.export-action')).toContain(
      'Your session has ended. Sign in again, then try again.',
    );
    await page.getByLabel('To', { exact: true }).fill('2025-01-03');
    await page.getByText('The rows could not be loaded. Your session has ended.').waitFor();
    await signIn();
    await page.locator('.export-action').getByRole('button', { name: 'Try again' }).click();
    await exportState('running');
    await page.locator('.empty').getByRole('button', { name: 'Try again' }).click();
    await page.locator('tbody tr').first().waitFor();
    resumeWorkers();
    await downloaded();
  });

  test('that ends while the person is elsewhere is told by title and notification, and its file waits', async () => {
    const { page } = visit;
    await page.addInitScript(watchNotifications);
    await page.clock.install();
    await open('/types/orders');
    await exportState('idle');
    pauseWorkers();
    await pressExport();
    await page.getByRole('button', { name: 'Tell me when it is done' }).click();
    await look(page, 'hidden');
    resumeWorkers();
    await visit.system.finished((await status()).taskId ?? '', { owner: visit.owner });
    await page.clock.fastForward(31_000);
    await exportState('ready');
    expect(await page.title()).toBe('● Orders · Longshore');
    expect(await page.evaluate('notifications')).toEqual(['Your file is ready']);
    expect(visit.downloads.length).toBe(0);
    await look(page, 'visible');
    expect(await page.title()).toBe('Orders · Longshore');
    await page.getByRole('button', { name: 'Download' }).click();
    await downloaded();
  });
});

const sessionOf = (owner: string): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(owner)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));

/**
 * A window without a screen is never hidden, and shows no notifications: both are told to the page,
 * and heard from it, here.
 */
const watchNotifications = `
  window.notifications = [];
  window.Notification = class {
    static permission = 'default';
    static requestPermission = async () => (Notification.permission = 'granted');
    constructor(title) { notifications.push(title); }
  };
  window.seen = 'visible';
  Object.defineProperty(document, 'visibilityState', { get: () => window.seen });
`;

async function look(page: Page, seen: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(
    `window.seen = '${seen}'; document.dispatchEvent(new Event('visibilitychange'))`,
  );
}
