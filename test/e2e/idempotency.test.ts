/** A registration that is sent again under its Idempotency-Key makes no second task. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';

let system: System;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), env: { SHOP_ORDERS: '10' } });
});
afterAll(() => system?.stop());

/** A caller whose calls all carry one key. */
const caller = (owner: string, key: string) => ({ owner, headers: { 'idempotency-key': key } });
const MISMATCH = { status: 422, body: { code: 'idempotency_mismatch' } };

describe('an export', () => {
  const owner = 'exporter';
  const start = (key: string, body: object = {}) =>
    system.registerExport({ type: 'orders', ...body }, caller(owner, key));

  test('is the same task while it runs, after its end, and when it was cleared', async () => {
    const first = await start('one');
    expect(first.status).toBe(202);
    const { taskId } = first.body;
    const same = { status: 202, body: { state: true, taskId } };
    expect(await start('one')).toMatchObject(same);
    await system.finished(taskId, { owner });
    const late = await start('one');
    expect(late).toMatchObject(same);
    expect(late.headers.get('location')).toBe(`/api/tasks/${taskId}`);
    expect(await start('one', { format: 'csv' })).toMatchObject(MISMATCH);
    await system.client({ owner }).clearTaskInfo({ taskId });
    expect(await start('one')).toMatchObject(same);
    expect((await start('two')).body.taskId).not.toBe(taskId);
    expect((await system.client({ owner }).listTasks()).items).toHaveLength(2);
  });

  test('of another owner has keys of its own, and a bad key is refused', async () => {
    const calls = ['ann', 'ben'].map((name) =>
      system.registerExport({ type: 'orders' }, caller(name, 'shared')),
    );
    const [ann, ben] = await Promise.all(calls);
    expect([ann?.status, ben?.status]).toEqual([202, 202]);
    expect(ann?.body.taskId).not.toBe(ben?.body.taskId);
    expect(await start('x'.repeat(256))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

describe('an import', () => {
  const owner = 'importer';
  const rows = (price: number) =>
    makeWorkbook([
      ['商品编码', '商品名称', '分类', '价格', '状态'],
      ['ONCE-1', 'x', '办公', price, '上架'],
    ]);
  const start = (key: string, bytes: Uint8Array, fields?: Record<string, string>) =>
    system.registerImport(
      'products',
      { name: 'p.xlsx', bytes },
      { ...caller(owner, key), ...(fields === undefined ? {} : { fields }) },
    );

  test('of the same fields and bytes is the same task, and stores nothing twice', async () => {
    const bytes = await rows(1);
    const uploads = await Promise.all([1, 2, 3].map(() => start('one', bytes)));
    expect(uploads.map(({ status }) => status)).toEqual([202, 202, 202]);
    const taskId = uploads[0]?.body.taskId ?? '';
    expect(new Set(uploads.map(({ body }) => body.taskId)).size).toBe(1);
    await system.finished(taskId, { owner });
    await system.client({ owner }).clearTaskInfo({ taskId });
    expect(await start('one', bytes)).toMatchObject({ status: 202, body: { taskId } });
    expect(system.storedFiles().filter((name) => name === 'original')).toHaveLength(1);
    expect(await start('one', await rows(2))).toMatchObject(MISMATCH);
    expect(await start('one', bytes, { options: '{"sheet":1}' })).toMatchObject(MISMATCH);
    expect((await system.client({ owner }).listTasks()).items).toHaveLength(1);
    expect(await system.status({ kind: 'import', type: 'products' }, { owner })).toMatchObject({
      status: 0,
    });
  });
});
