// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }
import type { LedgerRecord, TaskFilesOut } from '@longshore/contract/browser';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seeImport } from '../import-sight.js';
import { createTaskClient } from '../task-client.js';
import { startTaskServer, type TaskServer } from '../testing/task-server.js';
import { EndedImport, ImportDialog, LongshoreProvider, RunningImports } from './index.js';

let server: TaskServer;
let root: Root;
let place: HTMLElement;
beforeEach(async () => {
  window.localStorage.clear();
  server = await startTaskServer();
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  root.unmount();
  place.remove();
  await server.close();
});

const show = (children: ReactNode) =>
  flushSync(() =>
    root.render(
      <StrictMode>
        <LongshoreProvider client={createTaskClient({ baseUrl: server.baseUrl })} language="en">
          {children}
        </LongshoreProvider>
      </StrictMode>,
    ),
  );
const shows = (text: string) =>
  vi.waitFor(() => expect(place.textContent).toContain(text), { timeout: 10_000 });
const links = () =>
  [...place.querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')]);

/** What these components read of a record. */
const record = (more: Partial<LedgerRecord>): Partial<LedgerRecord> => ({
  taskId: 't1',
  kind: 'import',
  type: 'prices',
  phase: 'cancelled',
  attempt: 1,
  message: 'Cancelled. 27 rows saved, 3 to correct, 70 not reached.',
  counts: { total: 100, succeeded: 27, failed: 3, unprocessed: 70 },
  progress: { done: 30, total: 100, rowsPerSecond: null, etaMs: null },
  error: null,
  undoes: null,
  upload: { name: 'prices.xlsx', sizeBytes: 1, sha256: null },
  result: null,
  issues: { name: 'prices (errors).xlsx', sizeBytes: 1 },
  finishedAt: new Date().toISOString(),
  ...more,
});
const files = (...roles: TaskFilesOut['items'][number]['role'][]) => ({
  items: roles.map((role) => ({ role, name: `${role}.xlsx`, sizeBytes: 1, url: `/f/${role}` })),
});

test('a cancelled import says what was saved; its files are offered once they are there', async () => {
  server.answers.set('/api/tasks/t1', record({}));
  server.answers.set('/api/tasks/t1/files', files('original'));
  show(<EndedImport taskId="t1" onAgain={() => {}} />);
  await shows('27 rows saved, 3 to correct, 70 not reached.');
  await shows('Go on from here');
  const asked = () => server.callsOf('tasks/t1/files').length;
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(1), { timeout: 10_000 });
  expect(links()).toEqual([]);
  server.answers.set('/api/tasks/t1/files', files('issues', 'original', 'summary', 'detail'));
  await shows('Download the summary');
  expect(links()).toEqual([
    ['Download the error workbook', '/f/issues'],
    ['Download the summary', '/f/summary'],
    ['Download what became of each row', '/f/detail'],
  ]);
});

test('an import that came to no row offers no file', async () => {
  const counts = { total: null, succeeded: 0, failed: 0, unprocessed: null };
  server.answers.set('/api/tasks/t1', record({ counts, issues: null, message: 'Cancelled.' }));
  server.answers.set('/api/tasks/t1/files', files('original', 'summary'));
  show(<EndedImport taskId="t1" onAgain={() => {}} />);
  await shows('Run again');
  const asked = () => server.callsOf('tasks/t1/files').length;
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(0), { timeout: 10_000 });
  expect(links()).toEqual([]);
});

test('the dialog offers all rows with their outcomes where the import has them', async () => {
  const task = server.add({ kind: 'import', type: 'prices', phase: 'partial' });
  const { taskId } = task;
  server.answers.set(`/api/tasks/${taskId}`, record({ taskId, phase: 'partial' }));
  server.answers.set(`/api/tasks/${taskId}/files`, files('issues', 'result', 'summary'));
  show(<ImportDialog type="prices" title="Prices" open onClose={() => {}} />);
  await shows('Download all rows with their outcomes');
  expect(links().filter(([, href]) => href === '/f/result')).toHaveLength(1);
});

test('running imports are shown, and the end of one that nobody saw is told once', async () => {
  const list = (...items: Partial<LedgerRecord>[]) =>
    server.answers.set('/api/tasks?kind=import&limit=10', { items, nextCursor: null });
  const { taskId } = server.add({ kind: 'import', type: 'prices' });
  const other = server.add({ kind: 'import', type: 'stock' });
  const running = record({ taskId, phase: 'running' });
  const alsoRunning = record({ taskId: other.taskId, type: 'stock', phase: 'running' });
  list(running, alsoRunning);
  show(<RunningImports titleOf={(type) => `The ${type}`} />);
  await shows('The prices prices.xlsx');
  await shows('The stock');
  const outOfSight = seeImport(other.taskId);
  list(record({ taskId, message: 'Cancelled.' }), record({ taskId: other.taskId, type: 'stock' }));
  for (const one of [taskId, other.taskId]) {
    const task = server.tasks.get(one);
    if (task !== undefined) task.phase = 'cancelled';
  }
  await shows('The prices has ended. Cancelled.');
  expect(place.querySelectorAll('[role=status]')).toHaveLength(1);
  outOfSight();
  place.querySelector('button')?.click();
  await vi.waitFor(() => expect(place.textContent).toBe(''));
  show(<p>another page</p>);
  show(<RunningImports />);
  await vi.waitFor(() => expect(server.calls.at(-1)?.path).toContain('kind=import'));
  expect(place.textContent).toBe('');
});
