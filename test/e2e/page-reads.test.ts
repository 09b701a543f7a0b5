/** What the page reads beside the contract: rows of an export, first issues of an import. */
import { createHash } from 'node:crypto';
import { type Problem, type RowIssue, type TaskFilesOut, TypeInfo } from '@longshore/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';

interface Rows {
  readonly items: readonly Record<string, unknown>[];
  readonly total: number;
}

let system: System;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: { SHOP_ORDERS: '12000', UPLOAD_MAX_BYTES: '1048576' },
  });
});
afterAll(() => system?.stop());

const rowsOf = (type: string, json: object) =>
  system.call<Rows & Problem>(`/api/types/${type}/rows`, { json });

test('rows are those that the same params export, from any place', async () => {
  const { body } = await rowsOf('orders', {
    params: { status: 'paid', descending: true },
    offset: 1_500,
    limit: 3,
  });
  const all = await rowsOf('orders', { params: { status: 'paid' }, limit: 1 });
  expect(body.total).toBe(all.body.total);
  expect(body.items.map(({ status }) => status)).toEqual(['Paid', 'Paid', 'Paid']);
  const ids = body.items.map(({ id }) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
});

test('pages follow each other across the pages of the export', async () => {
  const { body } = await rowsOf('orders', { offset: 4_999, limit: 2 });
  expect(body.items.map(({ id }) => id)).toEqual([5_000, 5_001]);
});

test('unknown types and params are refused', async () => {
  expect((await rowsOf('nothing', {})).body.code).toBe('unknown_type');
  expect(await rowsOf('orders', { params: { colour: 'red' } })).toMatchObject({
    status: 422,
    body: { code: 'invalid_params' },
  });
  expect(await rowsOf('orders', { limit: 1_000 })).toMatchObject({ status: 422 });
});

test('the first issues of an import are told to its owner only', async () => {
  const header = ['商品编码', '商品名称', '分类', '价格', '状态'];
  const bytes = await makeWorkbook([header, ['A-1', 'two faults', '图书', -1, '停售']]);
  const { body } = await system.registerImport(
    'products',
    { name: 'bad.xlsx', bytes },
    { owner: 'ann' },
  );
  await system.finished(body.taskId, { owner: 'ann' });
  const read = (owner: string) =>
    system.call<{ items: RowIssue[] }>(`/api/tasks/${body.taskId}/first-issues`, { owner });
  expect((await read('ann')).body.items.map(({ row, column }) => [row, column])).toEqual([
    [2, 'Price'],
    [2, 'Status'],
  ]);
  expect((await read('ben')).status).toBe(404);
});

test('an import type says how large a file it takes', async () => {
  const { body } = await system.call<{ items: TypeInfo[] }>('/api/types');
  expect(body.items.map((info) => TypeInfo.parse(info))).toEqual(body.items);
  const largest = new Set(
    body.items.map(({ kind, maxUploadBytes }) => `${kind} ${maxUploadBytes}`),
  );
  expect([...largest].sort()).toEqual(['batch null', 'export null', 'import 1048576']);
});

test('an export takes 100,000 ids, which are kept beside it, and tells what its file is', async () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => String(i + 1));
  const { status, body } = await system.registerExport({
    type: 'orders',
    params: { ids },
    manifest: true,
    format: 'csv',
  });
  expect(status).toBe(202);
  const done = await system.finished(body.taskId);
  const file = await fetch(system.url + done.url);
  const bytes = Buffer.from(await file.arrayBuffer());
  const record = await system.record(body.taskId);
  expect(record.params).toEqual({ ids: ids.slice(0, 20) });
  expect(record.lengths).toEqual({ ids: 100_000 });
  const listed = await system.call<TaskFilesOut>(`/api/tasks/${body.taskId}/files`);
  const [result, manifest] = listed.body.items;
  expect([result?.role, manifest?.role]).toEqual(['result', 'manifest']);
  expect(await (await fetch(system.url + manifest?.url)).json()).toMatchObject({
    file: {
      name: done.fileName,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
    rows: done.counts?.total,
    snapshots: [{ rowsBefore: 0 }],
    task: { taskId: body.taskId, format: 'csv', timeZone: 'UTC' },
  });
});
