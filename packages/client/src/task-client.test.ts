import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTaskClient } from './task-client.js';
import { problem, startTaskServer, type TaskServer } from './testing/task-server.js';

const ID = '0193e1a0-89ab-7def-8123-456789abcdef';

let server: TaskServer;
beforeEach(async () => {
  server = await startTaskServer();
});
afterEach(() => server.close());

const client = () =>
  createTaskClient({
    baseUrl: server.baseUrl,
    headers: async () => ({ 'x-owner': 'ada' }),
    language: 'zh',
  });

test('registers an export, asks for it and clears it', async () => {
  const { taskId, state } = await client().registerExportTask({
    type: 'orders',
    params: { status: 'paid' },
  });
  expect(state).toBe(true);
  expect(await client().getTaskStatus({ taskId })).toMatchObject({ status: 1, taskId });
  expect(await client().clearTaskInfo({ taskId })).toEqual({ state: true });
  expect(await client().getTaskStatus({ type: 'orders' })).toMatchObject({ status: 0 });
  const [call] = server.callsOf('registerExportTask');
  expect(JSON.parse(call?.body ?? '')).toEqual({ type: 'orders', params: { status: 'paid' } });
  expect(call?.headers).toMatchObject({
    'x-owner': 'ada',
    'accept-language': expect.stringMatching(/^zh(, |$)/),
  });
});

test('a problem answer becomes an error with code, sentence, places and Retry-After', async () => {
  server.script.push({
    status: 422,
    body: {
      ...problem(422, 'invalid_params'),
      errors: [{ path: 'params.from', message: 'no date' }],
    },
  });
  await expect(client().registerExportTask({ type: 'orders' })).rejects.toMatchObject({
    name: 'ClientError',
    code: 'invalid_params',
    status: 422,
    retryable: false,
    message: 'The sentence of invalid_params.',
    errors: [{ path: 'params.from', message: 'no date' }],
  });
  server.script.push({
    status: 503,
    body: problem(503, 'redis_unavailable'),
    headers: { 'retry-after': '2' },
  });
  await expect(client().getTaskStatus({ type: 'orders' })).rejects.toMatchObject({
    retryAfterMs: 2_000,
    retryable: true,
  });
});

test('a broken connection is a network error, a page of a proxy a bad answer', async () => {
  server.script.push(null);
  await expect(client().listTasks()).rejects.toMatchObject({
    code: 'network',
    status: null,
    retryable: true,
  });
  server.script.push({ status: 200, body: '<html>' });
  await expect(client().listTasks()).rejects.toMatchObject({ code: 'bad_answer' });
  server.script.push({ status: 502, body: '<html>' });
  await expect(client().listTasks()).rejects.toMatchObject({
    code: 'bad_answer',
    status: 502,
    retryable: true,
  });
});

test('an abort rejects with its reason', async () => {
  const reason = new Error('the person left');
  await expect(
    client().getTaskStatus({ type: 'orders' }, { signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
});

test('uploads the fields before the file and tells how much has left', async () => {
  const file = new File([new Uint8Array(300_000).fill(65)], '价格表.xlsx');
  const seen: number[] = [];
  const answer = await client().registerImportTask(
    { type: 'products', file, options: { sheet: 2 } },
    { onUpload: ({ sentBytes, totalBytes }) => seen.push(sentBytes / totalBytes) },
  );
  expect(answer.state).toBe(true);
  const body = server.callsOf('registerImportTask')[0]?.body ?? '';
  const places = [
    'name="type"',
    'name="options"',
    '{"sheet":2}',
    'name="file"; filename="价格表.xlsx"',
  ].map((part) => body.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(-1);
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('both registrations carry the zone of the client, unless the task has its own', async () => {
  const file = new File(['x'], 'prices.csv');
  const inShanghai = createTaskClient({ baseUrl: server.baseUrl, timeZone: 'Asia/Shanghai' });
  await inShanghai.registerExportTask({ type: 'orders' });
  await inShanghai.registerExportTask({ type: 'products', timeZone: 'Asia/Kathmandu' });
  await inShanghai.registerImportTask({ type: 'products', file });
  const exports = server.callsOf('registerExportTask').map(({ body }) => JSON.parse(body).timeZone);
  expect(exports).toEqual(['Asia/Shanghai', 'Asia/Kathmandu']);
  const form = server.callsOf('registerImportTask')[0]?.body ?? '';
  expect(form).toMatch(/name="timeZone"\s+Asia\/Shanghai/);
  expect(form.indexOf('"timeZone"')).toBeLessThan(form.indexOf('name="file"'));
});

test('the zone is that of the browser, and outside of browsers nobody’s', () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  expect(createTaskClient().timeZone).toBeUndefined();
  vi.stubGlobal('document', {});
  expect(createTaskClient().timeZone).toBe(timeZone);
  vi.unstubAllGlobals();
});

test('makes addresses that pages link to', () => {
  const { fileUrl, templateUrl } = createTaskClient({ baseUrl: 'https://tasks.example/' });
  expect(fileUrl('a/b', 'issues')).toBe('https://tasks.example/api/tasks/a%2Fb/issues');
  expect(templateUrl('products')).toBe('https://tasks.example/api/types/products/template');
  expect(createTaskClient({ language: 'zh' }).templateUrl('products')).toBe(
    '/api/types/products/template?language=zh',
  );
});

test('registers, pauses and resumes a batch', async () => {
  server.script.push({ status: 202, body: { state: true, message: '', taskId: ID } });
  await client().registerBatchTask({ type: 'settle', only: { ids: ['7'] } });
  server.script.push({ status: 202, body: { state: true } });
  expect(await client().pauseTask(ID)).toEqual({ state: true });
  server.script.push({ status: 202, body: { state: true, message: '', taskId: ID } });
  expect(await client().resumeTask(ID)).toMatchObject({ state: true, taskId: ID });
  const [registered] = server.callsOf('registerBatchTask');
  expect(JSON.parse(registered?.body ?? '')).toEqual({ type: 'settle', only: { ids: ['7'] } });
  const calls = ['pause', 'resume'].map((act) => server.callsOf(`tasks/${ID}/${act}`));
  expect(calls.map(({ length }) => length)).toEqual([1, 1]);
});
