/**
 * The task centre and a worker inside a company's own server: mounted under its path, signed in by
 * its own sign-in, called over HTTP and from code.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createTaskClient, type TaskClient, watchTask } from '@longshore/client';
import type { TaskResultOut } from '@longshore/contract';
import { freshDatabase } from '@longshore/postgres/testing';
import { createTaskCentre, type TaskCentre } from '@longshore/server';
import { connectRedis, createTaskStore } from '@longshore/tasks';
import { createFakeTaskCentre } from '@longshore/testing/browser';
import { startTaskWorker, type TaskWorker } from '@longshore/worker';
import express from 'express';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';

/** Of its own, as its worker takes tasks of every kind. */
const REDIS_URL = `${inject('redisUrl')}/6`;
const PATH = '/back-office/longshore';
const HEADERS = ['商品编码', '商品名称', '分类', '价格', '状态'];
const ROWS = [
  ['EMB-1', '茶杯', '家居', 12.5, '上架'],
  ['EMB-2', '茶壶', '没有这个分类', 99, '下架'],
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let directory: string;
let centre: TaskCentre;
let worker: TaskWorker;
let server: Server;
let origin: string;

beforeAll(async () => {
  database = await freshDatabase(inject('databaseUrl'));
  vi.stubEnv('DATABASE_URL', database.url); // the shop reads its address there
  vi.stubEnv('SHOP_ORDERS', '50');
  directory = await mkdtemp(join(tmpdir(), 'longshore-embedding-'));
  const parts = {
    business: '@longshore/shop',
    redis: REDIS_URL,
    store: { directory },
  };
  centre = await createTaskCentre({
    ...parts,
    // The company's own sign-in: a badge in a header of its own.
    auth: ({ headers }) =>
      headers['x-badge'] === undefined ? null : { owner: `badge ${String(headers['x-badge'])}` },
  });
  await centre.prepare();
  worker = await startTaskWorker({ ...parts, name: 'embedded' });

  const app = express();
  app.get('/', (_req, res) => void res.send("the company's own page"));
  app.use(PATH, centre.router);
  app.use((_req, res) => void res.status(404).send("the company's own 404"));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server?.close();
  server?.closeAllConnections();
  await worker?.close();
  await centre?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const clientOf = (badge: string): TaskClient =>
  createTaskClient({ baseUrl: origin + PATH, headers: { 'x-badge': badge } });

/** The last answer about a task. */
async function ended(client: TaskClient, taskId: string): Promise<TaskResultOut> {
  let last: TaskResultOut | null = null;
  for await (const event of watchTask(client, { taskId })) {
    if (event.name === 'trouble') throw event.error;
    last = event.answer;
  }
  if (last === null) throw new Error('unreachable: a watch begins with an answer');
  return last;
}

async function rowsBehind(address: string | null): Promise<readonly (readonly unknown[])[]> {
  const response = await fetch(origin + address);
  return (await readWorkbook(Buffer.from(await response.arrayBuffer()))).rows;
}

test('an export over HTTP: every address follows the path of the mount', async () => {
  const response = await fetch(`${origin}${PATH}/api/registerExportTask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-badge': '7' },
    body: JSON.stringify({ type: 'orders' }),
  });
  expect(response.status).toBe(202);
  const { taskId } = (await response.json()) as { taskId: string };
  expect(response.headers.get('location')).toBe(`${PATH}/api/tasks/${taskId}`);
  const answer = await ended(clientOf('7'), taskId);
  expect(answer).toMatchObject({ phase: 'succeeded', counts: { succeeded: 50 } });
  expect(answer.url).toMatch(new RegExp(`^${PATH}/api/files/`));
  expect(await rowsBehind(answer.url)).toHaveLength(51);
  const result = await fetch(`${origin}${PATH}/api/tasks/${taskId}/result`, {
    headers: { 'x-badge': '7' },
    redirect: 'manual',
  });
  expect(result.headers.get('location')).toMatch(new RegExp(`^${PATH}/api/files/`));
});

test('an import over HTTP: saved rows, and the error workbook of the others', async () => {
  const client = clientOf('8');
  const file = new File([Uint8Array.from(await makeWorkbook([HEADERS, ...ROWS]))], 'prices.xlsx');
  const { taskId } = await client.registerImportTask({ type: 'products', file });
  const answer = await ended(client, taskId);
  expect(answer).toMatchObject({ phase: 'partial', counts: { succeeded: 1, failed: 1 } });
  expect((await rowsBehind(answer.issuesUrl))[1]?.[0]).toBe('EMB-2');
});

test('an export, an import and a batch from code are tasks like any other', async () => {
  const exported = await centre.registerExport({
    owner: 'badge 9',
    type: 'products',
    format: 'csv',
    fileName: 'all',
  });
  expect(exported).toMatchObject({ state: true });
  expect(await ended(clientOf('9'), exported.taskId)).toMatchObject({
    phase: 'succeeded',
    fileName: 'all.csv',
  });

  const path = join(directory, 'from-code.xlsx');
  const workbook = await makeWorkbook([HEADERS, ROWS[0] ?? []]);
  const imported = await centre.registerImport({
    owner: 'badge 9',
    type: 'products',
    file: Readable.from([workbook]),
    fileName: 'from-code.xlsx',
  });
  expect(await ended(clientOf('9'), imported.taskId)).toMatchObject({
    phase: 'succeeded',
    counts: { succeeded: 1, failed: 0 },
  });
  const settled = await centre.registerBatch({ owner: 'badge 9', type: 'settle-orders' });
  expect(await ended(clientOf('9'), settled.taskId)).toMatchObject({
    phase: 'partial', // the shop says no to one order
    counts: { total: 50, succeeded: 49, failed: 1, exceptions: 0 },
  });
  await expect(
    centre.registerImport({ owner: 'badge 9', type: 'nothing', file: path }),
  ).rejects.toMatchObject({ code: 'unknown_type' });
  await expect(
    centre.registerExport({ owner: 'badge 9', type: 'orders', params: { form: 1 } }),
  ).rejects.toMatchObject({ code: 'invalid_params' });
});

test('an import is undone from code, by whoever owns it, once', async () => {
  const owner = 'badge 11';
  const client = clientOf('11');
  const header = HEADERS;
  const row = (ROWS[0] ?? []).map((cell) => (cell === 'EMB-1' ? 'EMB-11' : cell));
  const imported = await centre.registerImport({
    owner,
    type: 'products',
    file: Readable.from([await makeWorkbook([header, row])]),
    language: 'zh',
  });
  const { taskId } = imported;
  expect(await ended(client, taskId)).toMatchObject({ phase: 'succeeded' });
  await expect(centre.undoImport({ owner: 'badge 7', taskId })).rejects.toMatchObject({
    code: 'task_not_found',
  });
  const call = { owner, taskId, idempotencyKey: 'undo it' };
  const undo = await centre.undoImport(call);
  expect(await centre.undoImport(call)).toMatchObject({ state: true, taskId: undo.taskId });
  expect(await ended(client, undo.taskId)).toMatchObject({
    phase: 'succeeded',
    undoes: taskId,
    counts: { total: 1, succeeded: 1, failed: 0 },
  });
  expect(await client.getUndo(taskId)).toEqual({ taskId, rows: 0, undoneBy: undo.taskId });
  expect(await centre.undoImport(call)).toMatchObject({ state: true, taskId: undo.taskId });
  await expect(centre.undoImport({ owner, taskId })).rejects.toMatchObject({
    code: 'import_undone',
  });
});

test('a task names the caller who asked for it, and none where code did', async () => {
  const client = clientOf('10');
  const { taskId } = await client.registerExportTask({ type: 'products' });
  await ended(client, taskId);
  const fromCode = await centre.registerExport({ owner: 'badge 10', type: 'products' });
  const redis = await connectRedis(REDIS_URL, { role: 'api' });
  const tasks = createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 60_000, maxAttempts: 1 });
  expect(await tasks.find(fromCode.taskId)).toMatchObject({ isCallerKnown: false });
  expect(await tasks.record(taskId)).toMatchObject({
    isCallerKnown: true,
    caller: { owner: 'badge 10' },
  });
  redis.disconnect();
});

test("whoever the company's sign-in does not know is 401; another owner sees nothing", async () => {
  const nobody = await fetch(`${origin}${PATH}/api/tasks`);
  expect(nobody.status).toBe(401);
  expect(await nobody.json()).toMatchObject({ code: 'unauthenticated' });
  const [task] = (await clientOf('7').listTasks()).items;
  expect(task?.owner).toBe('badge 7');
  expect((await clientOf('stranger').listTasks()).items).toEqual([]);
  await expect(clientOf('stranger').getTask(task?.taskId ?? '')).rejects.toMatchObject({
    code: 'task_not_found',
  });
});

/** What differs from task to task. */
const VARYING = ['taskId', 'url', 'fileName', 'registeredAt', 'expiresAt', 'progress'];
const answered = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) =>
      VARYING.includes(key) && value !== null ? typeof value : value,
    ),
  );

/** What a page is answered in the life of an export. */
async function lifeOf(client: TaskClient, end: (taskId: string) => Promise<unknown>) {
  const before = await client.getTaskStatus({ type: 'orders' });
  const registered = await client.registerExportTask({ type: 'orders' });
  const { taskId } = registered;
  await end(taskId);
  const done = await client.getTaskStatus({ taskId });
  const record = Object.keys(await client.getTask(taskId));
  const list = Object.keys(await client.listTasks({ type: 'orders' }));
  const cancelled = await client.cancelTask(taskId);
  const cleared = await client.clearTaskInfo({ type: 'orders' });
  const again = await client.clearTaskInfo({ type: 'orders' });
  const unknown = await client.getTask(UNKNOWN).catch(({ code, status }) => ({ code, status }));
  const answers = [before, registered, done, cancelled, cleared, again, unknown].map(answered);
  return { answers, record: record.sort(), list: list.sort() };
}
const UNKNOWN = '00000000-0000-7000-8000-000000000000';

test('the task centre in memory, for tests of pages, answers as this one does', async () => {
  const real = clientOf('11');
  const fake = createFakeTaskCentre();
  const inMemory = createTaskClient({ fetch: fake.fetch });
  const life = await lifeOf(inMemory, async () => fake.finish(fake.newest(), { succeeded: 50 }));
  expect(life).toEqual(await lifeOf(real, (taskId) => ended(real, taskId)));
});

test("the host's own pages and answers stay its own", async () => {
  expect(await (await fetch(origin)).text()).toBe("the company's own page");
  expect(await (await fetch(`${origin}/elsewhere`)).text()).toBe("the company's own 404");
  const unknown = await fetch(`${origin}${PATH}/api/nothing`, { headers: { 'x-badge': '7' } });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 'not_found' });
});

test('a known address called by another method is 405 with what it takes', async () => {
  for (const [path, allowed] of [
    ['registerExportTask', 'POST'],
    ['getTaskStatus', 'POST'],
    ['tasks', 'GET, HEAD'],
    ['retries/run', 'POST'], // not what /api/retries/:id takes
  ]) {
    const response = await fetch(`${origin}${PATH}/api/${path}`, {
      method: 'PUT',
      headers: { 'x-badge': '7', 'content-type': 'text/plain' },
      body: 'a body of a kind that the call does not take',
    });
    expect(response.status, path).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
    const asked = await fetch(`${origin}${PATH}/api/${path}`, { method: 'OPTIONS' });
    expect([asked.ok, asked.headers.get('allow')]).toEqual([true, allowed]);
  }
});
