/** What the page reads beside the contract: rows of an export, first issues of an import. */
import { type Problem, type RowIssue, TypeInfo } from '@longshore/contract';
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
