import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ButtonSettings, createExportButton, createImportButton } from './buttons.js';
import type { TaskButton } from './task-button.js';
import { createTaskClient } from './task-client.js';
import { problem, startTaskServer, type TaskServer } from './testing/task-server.js';
import { createTestVisibility } from './testing/test-visibility.js';

let server: TaskServer;
const stops: (() => void)[] = [];
beforeEach(async () => {
  server = await startTaskServer();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await server.close();
});

const client = () => createTaskClient({ baseUrl: server.baseUrl });

function exportButton(settings: ButtonSettings = {}) {
  const taken: string[] = [];
  const names: string[] = [];
  const button = createExportButton(client(), 'orders', {
    download: (url) => taken.push(url),
    ...settings,
  });
  names.push(button.getState().name);
  stops.push(button.subscribe(() => names.push(button.getState().name)));
  return { button, taken, names };
}

const reaches = (button: TaskButton<never>, name: string) =>
  vi.waitFor(() => expect(button.getState().name).toBe(name), { timeout: 10_000, interval: 10 });

test('from a click to the file: grey, idle, registering, running, ready, clearing, idle', async () => {
  const { button, taken, names } = exportButton();
  await reaches(button, 'idle');
  button.start({ params: { status: 'paid' } });
  await reaches(button, 'running');
  const task = [...server.tasks.values()][0];
  if (task !== undefined) task.phase = 'succeeded';
  await vi.waitFor(() => expect(taken).toEqual([`/api/files/${task?.taskId}`]), {
    timeout: 10_000,
  });
  await reaches(button, 'idle');
  expect(names.filter((name, i) => name !== names[i - 1])).toEqual([
    'checking',
    'idle',
    'registering',
    'running',
    'ready',
    'clearing',
    'idle',
  ]);
  expect(button.getState().taken).toMatchObject({ fileName: 'orders.xlsx' });
  expect(server.callsOf('clearTaskInfo').length).toBe(1);
  expect(server.callsOf('registerExportTask').length).toBe(1);
});

test('a line that is gone is told at once, and its return goes on', async () => {
  server.add({ phase: 'running' });
  const visibility = createTestVisibility();
  const { button } = exportButton({ visibility });
  await reaches(button, 'running');
  visibility.become('offline');
  expect(button.getState()).toMatchObject({
    name: 'offline',
    retryAt: null,
    failure: { code: 'network' },
  });
  visibility.become('awake');
  await reaches(button, 'running');
});

test('after a reload a finished task waits as a button and a running one goes on', async () => {
  const task = server.add({ phase: 'succeeded' });
  const finished = exportButton();
  await reaches(finished.button, 'ready');
  expect(finished.taken).toEqual([]);
  finished.button.collect();
  await vi.waitFor(() => expect(finished.taken.length).toBe(1));
  expect(server.tasks.has(task.taskId)).toBe(false);
  server.add({});
  const running = exportButton();
  await reaches(running.button, 'running');
  expect(running.button.getState().joined).toBe(true);
});

test('a task that runs elsewhere is joined', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  const task = server.add({});
  button.start({});
  await reaches(button, 'running');
  expect(button.getState()).toMatchObject({ joined: true, taskId: task.taskId });
});

test('a cancel stops and clears the task', async () => {
  const { button, taken } = exportButton();
  await reaches(button, 'idle');
  button.start({});
  await reaches(button, 'running');
  button.cancel();
  await reaches(button, 'idle');
  expect(server.tasks.size).toBe(0);
  expect(taken).toEqual([]);
});

test('a result waits while nobody is on the page, and runs out with its time', async () => {
  const visibility = createTestVisibility();
  const { button, taken } = exportButton({ visibility, hiddenPaceMs: 1_000 });
  await reaches(button, 'idle');
  button.start({});
  await reaches(button, 'running');
  visibility.become('hidden');
  const [task] = server.tasks.values();
  if (task === undefined) throw new Error('nothing was registered');
  Object.assign(task, {
    phase: 'succeeded',
    expiresAt: new Date(Date.now() + 4_000).toISOString(),
    pollAfterMs: 1_000,
  });
  await reaches(button, 'ready');
  expect(taken).toEqual([]);
  visibility.become('awake');
  Object.assign(task, { phase: 'expired' });
  await reaches(button, 'expired');
  button.dismiss();
  expect(button.getState().name).toBe('idle');
});

test('trouble is shown as offline and heals by itself', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  button.start({});
  await reaches(button, 'running');
  server.script.push(null);
  await reaches(button, 'offline');
  expect(button.getState()).toMatchObject({ failure: { code: 'network' } });
  await reaches(button, 'running');
  expect(button.getState().failure).toBe(null);
});

test('a start that was lost says so once the server is back', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  server.script.push({ status: 503, body: problem(503, 'redis_unavailable') });
  button.start({});
  await reaches(button, 'idle');
  expect(button.getState().failure).toMatchObject({ code: 'redis_unavailable' });
});

test('a click after a lost answer repeats the registration; any other click is a new one', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  const clicks: [object, TaskServer['script'][number] | undefined, string][] = [
    [{ params: { a: 1 } }, null, 'idle'], // the answer is lost: was it registered?
    [{ params: { a: 1 } }, { status: 503, body: problem(503, 'redis_unavailable') }, 'idle'],
    [{ params: { a: 2 } }, null, 'idle'],
    [{ params: { a: 2 } }, { status: 422, body: problem(422, 'invalid_params') }, 'failed'],
    [{ params: { a: 2 } }, undefined, 'running'],
  ];
  for (const [request, answer, state] of clicks) {
    if (answer !== undefined) server.script.push(answer);
    button.start(request);
    await reaches(button, 'registering');
    await reaches(button, state);
  }
  server.tasks.clear();
  await reaches(button, 'idle');
  button.start({ params: { a: 2 } });
  await reaches(button, 'running');
  const keys = server
    .callsOf('registerExportTask')
    .map(({ headers }) => String(headers['idempotency-key']));
  const [lost, other, afterRefusal, afterTask] = [keys[0], keys[2], keys[4], keys[5]];
  expect(keys).toEqual([lost, lost, other, other, afterRefusal, afterTask]);
  expect(new Set(keys).size).toBe(4);
  expect(lost).toMatch(/^[0-9a-f]{32}$/);
});

test('an upload carries the key of its click too', async () => {
  const button = createImportButton(client(), 'products');
  stops.push(button.subscribe(() => {}));
  await reaches(button, 'idle');
  const start = () => button.start({ file: new File(['rows'], 'rows.xlsx', { lastModified: 1 }) });
  server.script.push(null);
  start();
  await reaches(button, 'registering');
  await reaches(button, 'idle');
  start();
  await reaches(button, 'running');
  const keys = server
    .callsOf('registerImportTask')
    .map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

test('refused parameters and an ended session are told and can be tried again', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  server.script.push({ status: 422, body: problem(422, 'invalid_params') });
  button.start({});
  await reaches(button, 'failed');
  expect(button.getState().failure).toMatchObject({
    code: 'invalid_params',
    message: 'The sentence of invalid_params.',
  });
  button.start({});
  await reaches(button, 'running');
  server.script.push({ status: 401, body: problem(401, 'unauthenticated') });
  await reaches(button, 'failed');
  button.check();
  await reaches(button, 'running');
});

test('a failed run shows its sentence, and putting it away clears it', async () => {
  server.add({ phase: 'failed', message: 'Too many rows.' });
  const { button } = exportButton();
  await reaches(button, 'failed');
  expect(button.getState().failure).toEqual({
    code: 'task_failed',
    message: 'Too many rows.',
    errors: [],
  });
  button.dismiss();
  await reaches(button, 'idle');
  expect(server.tasks.size).toBe(0);
});

test('a task cleared elsewhere leaves the button free', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  button.start({});
  await reaches(button, 'running');
  server.tasks.clear();
  await reaches(button, 'idle');
});

test('an import uploads, and its result stays until it is put away', async () => {
  const button = createImportButton(client(), 'products');
  const uploads: unknown[] = [];
  stops.push(button.subscribe(() => uploads.push(button.getState().upload)));
  await reaches(button, 'idle');
  button.start({ file: new File(['rows'], 'rows.xlsx') });
  await reaches(button, 'running');
  expect(uploads).toContainEqual({ sentBytes: 4, totalBytes: 4 });
  const [task] = server.tasks.values();
  if (task !== undefined) task.phase = 'partial';
  await reaches(button, 'ready');
  expect(server.callsOf('clearTaskInfo')).toEqual([]);
  button.dismiss();
  await reaches(button, 'idle');
});

test('no question comes faster than told over the whole life of a button', async () => {
  const { button } = exportButton();
  await reaches(button, 'idle');
  button.start({});
  await reaches(button, 'running');
  await vi.waitFor(() => expect(server.callsOf('getTaskStatus').length).toBe(3), {
    timeout: 10_000,
  });
  const [, second, third] = server.callsOf('getTaskStatus');
  const registered = server.callsOf('registerExportTask')[0];
  expect((second?.at ?? 0) - (registered?.at ?? 0)).toBeGreaterThanOrEqual(995);
  expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(995);
});
