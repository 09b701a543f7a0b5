/** The undo of imports over HTTP: who may, when, and what it leaves. */
import type { Problem, RegisterOut, TaskResultOut, TypeInfo, UndoOut } from '@longshore/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

let system: System;
let category: string;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 1 });
  const [found] = await query<{ name: string }>(
    system,
    'SELECT name FROM categories ORDER BY code LIMIT 1',
  );
  category = found?.name ?? '';
});
afterAll(() => system?.stop());

const products = async () =>
  (
    await query<Record<string, string>>(
      system,
      "SELECT sku, name, price::text FROM products WHERE sku LIKE 'UN-%' ORDER BY sku",
    )
  ).map(({ sku, name, price }) => `${sku} ${name} ${price}`);

const row = (sku: string, name: string, price: number) => [sku, name, category, price, '上架'];

async function importRows(rows: readonly (readonly unknown[])[], owner: string) {
  const file = { name: 'prices.xlsx', bytes: await makeWorkbook([HEADER, ...rows]) };
  const { body } = await system.registerImport('products', file, { owner });
  await ended(body.taskId, owner);
  return body.taskId;
}

/** The end of a task, on the way to which every answer adds up. */
const ended = (taskId: string, owner: string) => system.finished(taskId, { owner, see: addsUp });
function addsUp({ counts }: TaskResultOut): void {
  if (counts?.total == null) return;
  expect(counts.succeeded + counts.failed + (counts.unprocessed ?? 0)).toBe(counts.total);
}

const post = <Body = Problem>(taskId: string, owner: string, json: object = {}, what = 'undo') =>
  system.call<Body>(`/api/tasks/${taskId}/${what}`, { owner, json });

test('an import is looked at, undone, and leaves what somebody changed since', async () => {
  const owner = 'rueful';
  await importRows([row('UN-1', 'one', 1), row('UN-2', 'two', 2)], owner);
  const before = await products();
  const wrong = [row('UN-1', 'wrong', 9), row('UN-2', 'wrong', 9), row('UN-3', 'wrong', 9)];
  const taskId = await importRows(wrong, owner);
  await query(system, "UPDATE products SET price = 77 WHERE sku = 'UN-2'");
  const imported = await products();

  const client = system.client({ owner });
  expect(await client.getUndo(taskId)).toEqual({ taskId, rows: 3, undoneBy: null });
  const look = await client.undoImport(taskId, { preview: true });
  const looked = await ended(look.taskId, owner);
  expect(looked).toMatchObject({
    kind: 'import',
    phase: 'previewed',
    undoes: taskId,
    message: 'Looked through: 3 rows. Nothing is undone until you confirm.',
    counts: { total: 3, succeeded: 0, failed: 0, unprocessed: 3 },
  });
  expect(await products()).toEqual(imported);
  const preview = await client.getPreview(look.taskId);
  expect(preview).toMatchObject({
    undoes: taskId,
    counts: { total: 3, create: 0, update: 1, same: 0, checked: 0, remove: 1, failed: 1 },
    causes: [{ code: 'edited_since_import', rows: 1 }],
  });
  expect(preview.differences).toContainEqual({
    row: 2,
    key: 'UN-1',
    column: 'Name',
    before: 'wrong',
    after: 'one',
  });

  await client.confirmImport(look.taskId);
  const done = await ended(look.taskId, owner);
  expect(done).toMatchObject({
    phase: 'partial',
    message:
      '2 rows are as before the import, 1 was left as somebody changed them since: see the file.',
    counts: { total: 3, succeeded: 2, failed: 1, unprocessed: 0 },
  });
  expect(await products()).toEqual([before[0], 'UN-2 wrong 77']);
  const file = await fetch(system.url + done.issuesUrl);
  const { rows } = await readWorkbook(new Uint8Array(await file.arrayBuffer()));
  expect(rows[1]?.slice(0, 2)).toEqual(['UN-2', 'two']);
  const record = await system.record(look.taskId, { owner });
  expect(record).toMatchObject({ undoes: taskId, issues: { name: 'prices (not undone).xlsx' } });
  expect(record.notices.map(({ message }) => message)).toEqual([
    '1 row that the import had created is gone.',
    '1 row that the import had changed is as it was before.',
  ]);

  expect(await client.getUndo(taskId)).toMatchObject({ rows: 0, undoneBy: look.taskId });
  const again = await post(taskId, owner);
  expect([again.status, again.body.code]).toEqual([409, 'import_undone']);
  const repeated = await post(taskId, owner, {}, 'retry');
  expect([repeated.status, repeated.body.code]).toEqual([409, 'import_undone']);
  const undone = await post(look.taskId, owner);
  expect([undone.status, undone.body.code]).toEqual([409, 'not_undoable']);
});

test('what cannot be undone says why', async () => {
  const owner = 'curious';
  const taskId = await importRows([row('UN-4', 'four', 4)], owner);
  const stranger = await post(taskId, 'stranger');
  expect([stranger.status, stranger.body.code]).toEqual([404, 'task_not_found']);
  const odd = await post(taskId, owner, { whole: true });
  expect([odd.status, odd.body.code]).toEqual([422, 'invalid_params']);

  const same = await importRows([row('UN-4', 'four', 4)], owner);
  const nothing = await post(same, owner);
  expect([nothing.status, nothing.body.code]).toEqual([409, 'nothing_to_undo']);
  expect((await system.call<UndoOut>(`/api/tasks/${same}/undo`, { owner })).body).toEqual({
    taskId: same,
    rows: 0,
    undoneBy: null,
  });

  const { items } = (await system.call<{ items: TypeInfo[] }>('/api/types', { owner })).body;
  const withUndo = items.filter(({ undo }) => undo).map(({ kind, type }) => `${kind} ${type}`);
  expect(withUndo).toEqual(['import products']);
  const exported = await system.client({ owner }).registerExportTask({ type: 'products' });
  await ended(exported.taskId, owner);
  const other = await post(exported.taskId, owner);
  expect([other.status, other.body.code]).toEqual([409, 'not_undoable']);

  for (const worker of system.workers) worker.signal('SIGSTOP');
  const { status, body } = await post<RegisterOut>(taskId, owner, {});
  expect([status, body.state]).toEqual([202, true]);
  const second = await post(taskId, owner);
  expect([second.status, second.body.code, second.body.taskId]).toEqual([
    409,
    'slot_taken',
    body.taskId,
  ]);
  const live = await post(body.taskId, owner);
  expect(live.body.code).toBe('not_undoable');
  for (const worker of system.workers) worker.signal('SIGCONT');
  expect(await ended(body.taskId, owner)).toMatchObject({
    phase: 'succeeded',
    message: 'Undone: 1 row is as before the import.',
  });
  expect((await products()).some((text) => text.startsWith('UN-4'))).toBe(false);
});
