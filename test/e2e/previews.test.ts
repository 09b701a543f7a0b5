/** Previews over HTTP: nothing is saved before the word of its owner, and nothing else after it. */
import type { PreviewOut, Problem, TaskResultOut, TypeInfo } from '@longshore/contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

let system: System;
let db: pg.Client;
let category: string;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 1 });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
  const found = await db.query<{ name: string }>('SELECT name FROM categories ORDER BY code');
  category = found.rows[0]?.name ?? '';
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

const products = async () =>
  (
    await db.query(
      "SELECT sku, name, price::float AS price, status FROM products WHERE sku LIKE 'PV-%' ORDER BY sku",
    )
  ).rows.map(({ sku, name, price, status }) => `${sku} ${name} ${price} ${status}`);

async function register(rows: readonly (readonly unknown[])[], owner: string, preview = true) {
  const { status, body } = await system.registerImport(
    'products',
    { name: 'prices.xlsx', bytes: await makeWorkbook([HEADER, ...rows]) },
    { owner, fields: preview ? { options: JSON.stringify({ preview }) } : {} },
  );
  expect(status, JSON.stringify(body)).toBe(202);
  return body.taskId;
}

/** The end of a task, on the way to which every answer adds up. */
const ended = (taskId: string, owner: string) => system.finished(taskId, { owner, see: addsUp });
function addsUp({ counts }: TaskResultOut): void {
  if (counts?.total == null) return;
  expect(counts.succeeded + counts.failed + (counts.unprocessed ?? 0)).toBe(counts.total);
}

test('what a preview tells is what the confirmed import does', async () => {
  const owner = 'looker';
  const first = [
    ['PV-1', 'same', category, 1, '上架'],
    ['PV-2', 'cheap', category, 2, '上架'],
  ];
  await ended(await register(first, owner, false), owner);
  const before = await products();

  const taskId = await register(
    [
      ['PV-1', 'same', category, 1, '上架'],
      ['PV-2', 'dear', category, 20, '下架'],
      ['PV-3', 'new', category, 3, '上架'],
      ['PV-4', 'bad', category, -1, '停售'],
      ['PV-5', 'worse', category, -2, '上架'],
      ['PV-6', 'no such category', '没有', 3, '上架'],
    ],
    owner,
  );
  const previewed = await ended(taskId, owner);
  expect(previewed).toMatchObject({
    status: 2,
    state: true,
    phase: 'previewed',
    url: null,
    issuesUrl: null,
    message: 'Looked through: 6 rows. Nothing is saved until you confirm.',
    progress: { done: 6, total: 6 },
    counts: { total: 6, succeeded: 0, failed: 0, unprocessed: 6 },
  });
  expect(await products()).toEqual(before);

  const client = system.client({ owner });
  const preview = await client.getPreview(taskId);
  expect(preview).toMatchObject({
    taskId,
    depth: 'differences',
    counts: { total: 6, create: 1, update: 1, same: 1, checked: 0, remove: 0, failed: 3 },
    keyColumns: ['SKU'],
    otherIssues: 0,
  });
  expect(preview.differences).toEqual([
    { row: 3, key: 'PV-2', column: 'Name', before: 'cheap', after: 'dear' },
    { row: 3, key: 'PV-2', column: 'Price', before: 2, after: 20 },
    { row: 3, key: 'PV-2', column: 'Status', before: 'On sale', after: 'Off sale' },
  ]);
  const told = preview.causes.map(({ column, message, rows }) => [rows, column, message]);
  expect(told).toEqual([
    [2, 'Price', 'must be >= 0'],
    [1, 'Status', 'must be one of On sale, Off sale'],
    [1, 'Category', 'is no category of this shop'],
  ]);

  const stranger = { owner: 'stranger' };
  const asked = await system.call<Problem>(`/api/tasks/${taskId}/preview`, stranger);
  const taken = await system.call<Problem>(`/api/tasks/${taskId}/confirm`, {
    ...stranger,
    json: {},
  });
  expect([asked.body.code, taken.body.code]).toEqual(['task_not_found', 'task_not_found']);

  expect(await client.confirmImport(taskId)).toMatchObject({ state: true, taskId });
  const done = await ended(taskId, owner);
  expect(done).toMatchObject({
    phase: 'partial',
    counts: { total: 6, succeeded: 3, failed: 3, unprocessed: 0 },
    progress: { done: 6, total: 6 },
  });
  expect(await products()).toEqual(['PV-1 same 1 1', 'PV-2 dear 20 0', 'PV-3 new 3 1']);
  const again = await system.call<Problem>(`/api/tasks/${taskId}/confirm`, { owner, json: {} });
  expect([again.status, again.body.code, again.body.detail]).toEqual([
    409,
    'task_not_confirmable',
    'Only a preview that is still shown can be confirmed; this task is partly done.',
  ]);
});

test('a row that somebody changed since comes back, the others are saved', async () => {
  const owner = 'late';
  await db.query(
    `INSERT INTO products (sku, name, category, price, status)
     SELECT 'PV-L' || n, 'late', (SELECT min(code) FROM categories), 1, 1 FROM generate_series(1, 3) AS n`,
  );
  const rows = [1, 2, 3].map((n) => [`PV-L${n}`, 'mine', category, 5, '上架']);
  const taskId = await register(rows, owner);
  expect(await ended(taskId, owner)).toMatchObject({ phase: 'previewed' });
  await db.query("UPDATE products SET price = 77 WHERE sku = 'PV-L2'");
  await system.client({ owner }).confirmImport(taskId);
  const done = await ended(taskId, owner);
  expect(done).toMatchObject({ phase: 'partial', counts: { succeeded: 2, failed: 1 } });
  const sheet = await readWorkbook(
    new Uint8Array(await (await fetch(system.url + done.issuesUrl)).arrayBuffer()),
  );
  expect(sheet.rows[1]?.slice(-3, -1)).toEqual([
    'Row 3',
    'was changed by somebody else after the preview, and was not overwritten: look at it again',
  ]);
  expect((await products()).filter((row) => row.startsWith('PV-L'))).toEqual([
    'PV-L1 mine 5 1',
    'PV-L2 late 77 1',
    'PV-L3 mine 5 1',
  ]);
});

test('a preview is gone with its clearing, and holds no slot', async () => {
  const owner = 'undecided';
  const taskId = await register([['PV-U', 'u', category, 5, '上架']], owner);
  await ended(taskId, owner);
  const next = await register([['PV-U', 'u', category, 6, '上架']], owner);
  const refused = await system.call<Problem>(`/api/tasks/${taskId}/confirm`, { owner, json: {} });
  expect([refused.status, refused.body.code]).toEqual([409, 'task_not_confirmable']);
  await ended(next, owner);
  await system.client({ owner }).clearTaskInfo({ taskId: next });
  const cleared = await system.call<Problem>(`/api/tasks/${next}/confirm`, { owner, json: {} });
  expect(cleared.body.detail).toContain('this task is cancelled');
  expect((await products()).filter((row) => row.startsWith('PV-U'))).toEqual([]);
});

test('a preview under `all-or-nothing` tells that nothing would be saved, and nothing is', async () => {
  const owner = 'strict';
  const rows = [
    ['PV-S1', 'good', category, 5, '上架'],
    ['PV-S2', 'bad', category, -5, '上架'],
  ];
  const file = { name: 'prices.xlsx', bytes: await makeWorkbook([HEADER, ...rows]) };
  const register = (options: object) =>
    system.registerImport('products', file, {
      owner,
      fields: { options: JSON.stringify(options) },
    });
  const refused = await register({ policy: { maxErrors: 1 } });
  expect([refused.status, (refused.body as unknown as Problem).errors]).toEqual([
    422,
    [{ path: 'options.policy', message: 'must be one of "skip", "all-or-nothing"' }],
  ]);
  const { taskId } = (await register({ preview: true, policy: 'all-or-nothing' })).body;
  await ended(taskId, owner);
  const client = system.client({ owner });
  expect(await client.getPreview(taskId)).toMatchObject({
    complete: true,
    stops: true,
    saves: 0,
    counts: { create: 1, failed: 1 },
  });
  await client.confirmImport(taskId);
  expect(await ended(taskId, owner)).toMatchObject({
    phase: 'failed',
    state: false,
    counts: { total: 2, succeeded: 0, failed: 1, unprocessed: 1 },
    issuesUrl: expect.any(String),
  });
  expect((await products()).filter((row) => row.startsWith('PV-S'))).toEqual([]);
});

test('types tell what their previews know; an import without one has none', async () => {
  const { body } = await system.call<{ items: TypeInfo[] }>('/api/types');
  const depths = body.items
    .filter(({ kind }) => kind === 'import')
    .map(({ type, preview }) => [type, preview]);
  expect(depths.sort()).toEqual([
    ['payments', 'checks'],
    ['products', 'differences'],
    ['retail', 'checks'],
  ]);
  const owner = 'direct';
  const taskId = await register([['PV-D', 'd', category, 5, '上架']], owner, false);
  await ended(taskId, owner);
  const asked = await system.call<PreviewOut & Problem>(`/api/tasks/${taskId}/preview`, { owner });
  expect([asked.status, asked.body.code]).toEqual([404, 'result_not_found']);
});
