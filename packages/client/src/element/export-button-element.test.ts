// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTaskServer, type TaskServer } from '../testing/task-server.js';
import { LongshoreExportButton } from './index.js';

let server: TaskServer;
beforeEach(async () => {
  server = await startTaskServer();
});
afterEach(async () => {
  document.body.replaceChildren();
  await server.close();
});

function place(attributes: Record<string, string>): LongshoreExportButton {
  const element = new LongshoreExportButton();
  for (const [name, value] of Object.entries({
    'base-url': server.baseUrl,
    type: 'orders',
    ...attributes,
  }))
    element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

const part = (element: Element, name: string) =>
  element.shadowRoot?.querySelector<HTMLButtonElement>(`[part=${name}]`);
const becomes = (element: HTMLElement, state: string) =>
  vi.waitFor(() => expect(element.dataset.state).toBe(state), { timeout: 10_000 });

test('a tag in a plain page exports: grey, free, running, cancelled', async () => {
  const element = place({ params: '{"status":"paid"}', format: 'csv' });
  expect(part(element, 'button')?.disabled).toBe(true);
  await becomes(element, 'idle');
  part(element, 'button')?.click();
  await becomes(element, 'running');
  expect(JSON.parse(server.callsOf('registerExportTask')[0]?.body ?? '')).toEqual({
    type: 'orders',
    params: { status: 'paid' },
    format: 'csv',
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  await vi.waitFor(
    () => expect(part(element, 'sentence')?.textContent).toContain('40 of 100 rows'),
    { timeout: 5_000 },
  );
  part(element, 'second')?.click();
  await becomes(element, 'idle');
  expect(server.tasks.size).toBe(0);
});

test('speaks the language of the page and follows its type', async () => {
  const element = place({ lang: 'zh' });
  await becomes(element, 'idle');
  expect(part(element, 'button')?.textContent).toBe('导出');
  server.add({ type: 'products', phase: 'failed', message: '失败。' });
  element.setAttribute('type', 'products');
  await becomes(element, 'failed');
  expect(part(element, 'sentence')?.textContent).toBe('失败。');
});
