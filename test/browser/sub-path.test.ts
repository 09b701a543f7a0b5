/**
 * The task centre under a path of a company's host, behind a proxy that takes it off or leaves it.
 */
import { describe, expect, test } from 'vitest';
import { startSubPathProxy } from '../support/sub-path-proxy.js';
import { taskCalls } from '../support/task-calls.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const browser = await openBrowser();

describe.skipIf(browser === null)('under a path', { timeout: 120_000 }, () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '500' });

  test.each([
    ['takes the path off', true],
    ['leaves the path', false],
  ])('behind a proxy that %s, page and addresses stay below it', async (_, strips) => {
    const proxy = await startSubPathProxy('/back/office', strips);
    try {
      const api = await visit.startApi({ PUBLIC_URL: proxy.url });
      proxy.leadTo(api.url);
      await addressesStay(proxy.url);
      await visit.open('/types/orders', { url: proxy.url });
      await visit.pressExport();
      expect((await visit.downloaded()).length).toBe(501);
      await visit.page.getByRole('link', { name: 'Task centre' }).click();
      await visit.page.waitForURL(`${proxy.url}/tasks`);
      await visit.page.reload();
      await visit.page.getByRole('link', { name: 'Longshore' }).click();
      await visit.page.waitForURL(new RegExp(`^${proxy.url}/types/`));
      await visit.open('/docs', { url: proxy.url });
      await visit.page.getByText('Register an export').first().waitFor();
    } finally {
      await proxy.stop();
    }
  });
});

async function addressesStay(publicUrl: string): Promise<void> {
  const calls = taskCalls(publicUrl);
  const { headers, body } = await calls.registerExport({ type: 'orders' });
  expect(headers.get('location')).toBe(`${publicUrl}/api/tasks/${body.taskId}`);
  const { url } = await calls.finished(body.taskId);
  expect(url?.startsWith(`${publicUrl}/api/files/`)).toBe(true);
  expect((await fetch(url ?? '')).status).toBe(200);
  const result = await calls.call(`/api/tasks/${body.taskId}/result`);
  expect(result.headers.get('location')).toMatch(new RegExp(`^${publicUrl}/api/files/`));
  const { servers } = (await calls.call<{ servers: unknown }>('/openapi.json')).body;
  expect(servers).toMatchObject([{ url: publicUrl }]);
}
