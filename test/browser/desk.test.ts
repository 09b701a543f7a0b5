/** The operators' part of the page: every owner's tasks, the fleet, who did what. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { isClean } from './is-clean.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const BUSINESS = builtBusiness('desk-business');
/** At which the page asks again. */
const PACE_MS = 5_000;
const browser = await openBrowser();

describe.skipIf(browser === null)('the desk', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { BUSINESS });
  const { open } = visit;
  let page: Page;
  let owner: string;
  beforeEach(async () => {
    ({ owner } = visit);
    page = await (await visit.newOperator()).newPage();
  });
  const rows = () => page.locator('tbody tr.ant-table-row');
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  /** Ended, unless the workers are paused. */
  async function task(type: 'parcels' | 'broken', isAwaited = true): Promise<string> {
    const params = type === 'parcels' ? { below: 1_000 } : {};
    const { body } = await visit.system.registerExport({ type, params }, { owner });
    if (isAwaited) await visit.system.finished(body.taskId, { owner });
    return body.taskId;
  }

  test('says what there is nothing of yet', async () => {
    await open('/desk', { page });
    for (const sentence of ['No alarm is open.', 'No task has a file.'])
      await page.getByText(sentence).waitFor();
    await isClean(page, 'empty overview');
  });

  test('tells what ended and failed, queues, workers and storage', async () => {
    await task('parcels');
    await task('broken');
    await open('/', { page });
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByText(/^\d+ tasks ended$/).waitFor();
    await page.getByText(/% failed$/).waitFor();
    await page.getByRole('img', { name: 'Tasks that ended, by hour' }).waitFor();
    await page.locator('summary').first().click();
    await page.getByRole('columnheader', { name: 'with rows to correct' }).waitFor();
    const section = (name: string) => page.getByRole('region', { name, exact: true });
    await section('Workers alive').locator('tbody tr.ant-table-row').nth(1).waitFor();
    await section('Queues').locator('tbody tr.ant-table-row').nth(3).waitFor();
    await section('Files of tasks')
      .getByText(/in all\. By the records of the ledger/)
      .waitFor();
    await isClean(page, 'overview');
    const board = section('Queues').getByRole('link', { name: 'The jobs in the queues' });
    // the board itself asks for fonts that the policy of the page refuses
    const path = await board.getAttribute('href');
    const answer = await page.request.get(new URL(String(path), page.url()).href);
    expect(await answer.text()).toContain('Longshore');
  });

  test('names the alarms that are open, and since when', async () => {
    await task('broken');
    await open('/desk', { page });
    const alarms = page.getByRole('region', { name: 'Alarms' });
    await alarms.getByText(/^Tasks of export:broken are given up/).waitFor();
    await alarms.getByText('error', { exact: true }).first().waitFor();
    await isClean(page, 'alarms');
  });

  test('says when what it shows is old', async () => {
    await page.clock.install();
    await open('/desk/routines', { page });
    await page.getByText('Tidy the shelves').waitFor();
    const old = page.getByRole('alert').filter({ hasText: 'What is shown here is from before' });
    await page.context().setOffline(true);
    await page.clock.fastForward(PACE_MS);
    await old.waitFor();
    await page.context().setOffline(false);
    await page.clock.fastForward(PACE_MS);
    await old.waitFor({ state: 'detached' });
  });

  test('finds tasks of any owner by the filters of the address', async () => {
    await task('parcels');
    await task('broken');
    await open('/desk/tasks', { page });
    await page.getByLabel('Owner').fill(owner);
    await rows().nth(1).waitFor();
    await page.getByLabel('Error').fill('SCALES');
    await rows().nth(1).waitFor({ state: 'detached' });
    await rows().getByText('the scales are out of order').waitFor();
    await isClean(page, 'all tasks');
    await page.reload();
    await rows().getByText('the scales are out of order').waitFor();
    expect(await rows().count()).toBe(1);
    await page.getByLabel('File').fill('no such file');
    await page.getByText('No task matches.').waitFor();
    await page.locator('#filter-from').fill('2026-03-02');
    await page.locator('#filter-to').fill('2026-03-01');
    await page.getByText('The first day comes after the last').waitFor();
    await button('Reset filters').click();
    await rows().nth(1).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('runs ticked tasks again once that is confirmed, and says which it left', async () => {
    const [failed, done] = [await task('broken'), await task('parcels')];
    await open(`/desk/tasks?owner=${owner}`, { page });
    for (const taskId of [failed, done]) await page.getByLabel(`Select row ${taskId}`).check();
    await button('Run 2 selected again').click();
    await button('Yes, run again').click();
    await page.getByText('1 task done, 1 left as they are.').waitFor();
    await visit.system.finished(failed, { owner });
    expect((await visit.system.record(failed, { owner })).attempts.length).toBe(2);
    expect((await visit.system.record(done, { owner })).attempts.length).toBe(1);
  });

  test('cancels all that match, and nothing else', async () => {
    visit.pauseWorkers();
    const wanted = await task('broken', false);
    const other = await task('parcels', false);
    await open(`/desk/tasks?owner=${owner}&type=broken`, { page });
    await rows().getByText('Queued').waitFor();
    await button('Cancel all that match').click();
    await button('Yes, cancel').click();
    await rows().getByText('Cancelled').waitFor();
    expect((await visit.system.record(wanted, { owner })).phase).toBe('cancelled');
    expect((await visit.system.record(other, { owner })).phase).toBe('queued');
  });

  test('tells of one task its cause and who did what with it', async () => {
    const taskId = await task('broken');
    await open(`/tasks/${taskId}`, { page });
    const story = page.getByRole('region', { name: 'For operators' });
    await story
      .locator('.attempt-cause')
      .getByText('the scales are out of order')
      .first()
      .waitFor();
    await rows().getByText('registered').waitFor();
    await button('Run again').click();
    await rows().getByText('ran again').waitFor();
    expect(await rows().last().textContent()).toContain('olga');
    await isClean(page, 'one task for operators');
    await story.getByRole('link', { name: `All tasks of ${owner}` }).click();
    await rows().first().waitFor();
  });

  test('keeps who did what, by act', async () => {
    await task('parcels');
    await open(`/desk/audit?by=${owner}`, { page });
    await rows().first().waitFor();
    expect(await rows().count()).toBe(1);
    await isClean(page, 'audit log');
    await page.getByLabel('Act').click();
    await page.getByTitle('cancelled', { exact: true }).click();
    await page.getByText('No entry matches.').waitFor();
    expect(new URL(page.url()).searchParams.get('act')).toBe('cancel');
  });

  test('plots the batches of a type for operators, and not for others', async () => {
    const { system } = visit;
    const batch = await system.client({ owner }).registerBatchTask({
      type: 'weigh',
      params: { least: 1 },
    });
    await system.finished(batch.taskId, { owner });
    await open('/types/weigh', { page });
    await page.getByRole('img', { name: 'Records of the last 30 days, by day' }).waitFor();
    await isClean(page, 'a batch with its plots');
    await open('/types/weigh');
    await visit.page.locator('.task').first().waitFor();
    expect(await visit.page.locator('.plots').count()).toBe(0);
  });

  test('is walked by keyboard: a task is found, ticked and run again', async () => {
    const taskId = await task('broken');
    await open(`/desk/tasks?owner=${owner}`, { page });
    await page.getByLabel(`Select row ${taskId}`).focus();
    await page.keyboard.press('Space');
    await button('Run 1 selected again').focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate<string | null>('document.activeElement.textContent');
    await expect.poll(focused).toBe('No');
    await page.keyboard.press('Tab');
    await expect.poll(focused).toBe('Yes, run again');
    await page.keyboard.press('Enter');
    await page.getByText('1 task done.').waitFor();
  });

  test('shows the calls that did not end well, to run again and to give up', async () => {
    const asked = { method: 'POST', owner, headers: { 'x-role': 'operator' }, json: {} } as const;
    await visit.system.call('/api/routines/tidy/run', asked);
    await open('/desk/calls?state=refused&key=shelf-7', { page });
    const call = rows().filter({ hasText: 'notify' }).first();
    await call.getByText('There is no shelf 7.').waitFor();
    expect(await call.textContent()).toContain('"token":"***"');
    await isClean(page, 'calls');
    await call.getByRole('button', { name: 'Run again' }).click();
    await call.locator('td[data-label=Attempts]', { hasText: '2' }).waitFor();
    await call.getByText('refused', { exact: true }).waitFor();
    await call.getByRole('button', { name: 'Give up' }).click();
    await button('Yes, give it up').click();
    await page.getByText('No call matches').waitFor();
    await open('/desk/calls?state=given_up', { page });
    await rows().filter({ hasText: 'shelf-7' }).getByText('given up').first().waitFor();
  });

  describe('has the routines, which', () => {
    const routine = (type: string) => page.locator(`.routine[data-type=${type}]`);
    const ticks = (type: string) => routine(type).locator('.ticks time');

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
      await button(/^Pause$/).click();
      await page.locator('.page-head').getByText('Paused').waitFor();
      await button(/^Resume$/).click();
      await page.locator('.page-head').getByText('Active').waitFor();
    });

    test('run now, once that is confirmed, and the log tells how it went', async () => {
      await open('/desk/routines/count', { page });
      await page.getByText('No run yet.').waitFor();
      await button(/^Run now$/).click();
      await button(/^No$/).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await button(/^Run now$/).click();
      await button('Yes, run it').click();
      const row = page.locator('tbody tr.ant-table-row');
      await row.getByText('failed', { exact: true }).waitFor();
      await row.getByText('by hand').waitFor();
      expect(await row.locator('td[data-label=Why]').textContent()).toContain('Task');
    });

    test('take another expression, until the declared one is put back', async () => {
      await open('/desk/routines/tidy', { page });
      const expression = page.getByLabel('Change the expression');
      await expression.fill('61 2 * * *');
      await button(/^Save$/).click();
      await page.getByRole('alert').filter({ hasText: '61' }).waitFor();
      expect(await expression.getAttribute('aria-invalid')).toBe('true');
      await isClean(page, 'one routine');
      await expression.fill('15 3 * * *');
      await button(/^Save$/).click();
      await page.getByText('changed by an operator').waitFor();
      await page.getByText('declared: 30 2 * * *').waitFor();
      await button('Back to the declared one').click();
      await page.getByText('changed by an operator').waitFor({ state: 'detached' });
      expect(await expression.inputValue()).toBe('30 2 * * *');
    });
  });

  test('is worded in Chinese, too', async () => {
    await open('/desk', { page });
    await button('切换到中文').click();
    await page.getByRole('heading', { name: '存活的处理进程' }).waitFor();
    await page.getByRole('link', { name: '全部任务' }).click();
    await page.getByRole('heading', { name: '全部任务' }).waitFor();
    await page.getByRole('link', { name: '审计日志' }).click();
    await page.getByRole('heading', { name: '审计日志' }).waitFor();
    await page.getByRole('link', { name: '例行任务' }).click();
    await page.getByText('收起昨天的包裹。').waitFor();
    await button('立即运行').first().waitFor();
  });

  test('is closed to others: a sentence, no link, and nothing of it is asked for', async () => {
    const asked: string[] = [];
    visit.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await open('/desk/tasks');
    await visit.page.getByText('This part is for operators.').waitFor();
    expect(await visit.page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    expect(asked.filter((path) => path.startsWith('/api/')).sort()).toEqual([
      '/api/me',
      '/api/tasks', // the person's own imports, which every page shows while they run
      '/api/types',
    ]);
    expect(asked.filter((path) => /desk-.*\.(js|css)$/.test(path))).toEqual([]);
    await isClean(visit.page, 'closed');
  });
});
