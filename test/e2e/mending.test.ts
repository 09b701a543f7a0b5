/** Failed rows that are corrected in the page, in the error workbook, or half in each. */
import type { FailedRowsOut, MendRowsIn, MendRowsOut } from '@longshore/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const HEADER = ['SKU', 'Name', 'Category', 'Price', 'Status', 'Note'];
type Row = readonly unknown[];

async function imported(system: System, type: string, rows: readonly Row[], owner: string) {
  const bytes = await makeWorkbook(rows);
  const { body } = await system.registerImport(type, { name: 'list.xlsx', bytes }, { owner });
  const { taskId, issuesUrl, counts } = await system.finished(body.taskId, { owner });
  return { taskId: taskId ?? '', issuesUrl, counts };
}

async function errorRows(system: System, issuesUrl: string | null): Promise<unknown[][]> {
  const response = await fetch(system.url + issuesUrl);
  return (await readWorkbook(new Uint8Array(await response.arrayBuffer()))).rows.map((cells) => [
    ...cells,
  ]);
}

/** Of a correction that ends while its call waits. */
async function mended(
  system: System,
  taskId: string,
  edits: MendRowsIn,
  owner: string,
): Promise<MendRowsOut> {
  const answer = await system.client({ owner }).mendRows(taskId, edits);
  if ('saved' in answer) return answer;
  await system.finished(answer.taskId, { owner });
  throw new Error('the correction took longer than its call waits');
}

const set = (row: number, values: Record<string, string | number | null>) => ({ row, values });
const shown = ({ items }: FailedRowsOut, header: string) =>
  items.map(({ row, cells }) => `${row} ${cells[header]}`);

describe('failed rows of an import', { timeout: 60_000 }, () => {
  let system: System;
  let category = '';
  beforeAll(async () => {
    system = await startSystem({ databaseUrl: inject('databaseUrl') });
    const [row] = await query<{ name: string }>(system, 'SELECT name FROM categories LIMIT 1');
    category = row?.name ?? '';
  });
  afterAll(() => system?.stop());

  const product = (sku: string, price: unknown, state: string): Row => [
    sku,
    `Name of ${sku}`,
    category,
    price,
    state,
    'as it is',
  ];
  const products = (rows: readonly Row[], owner: string) =>
    imported(system, 'products', [HEADER, ...rows], owner);
  const savedSkus = async (prefix: string) =>
    (
      await query<{ sku: string }>(
        system,
        `SELECT sku FROM products WHERE sku LIKE '${prefix}%' ORDER BY sku`,
      )
    ).map(({ sku }) => sku);

  test('are shown by page, cause and word, and corrected cell by cell', async () => {
    const owner = 'mend-cells';
    const client = system.client({ owner });
    const { taskId } = await products(
      [
        product('CELL-1', 1, '上架'),
        product('CELL-2', 'many', 'sold'),
        product('CELL-3', 3, 'sold'),
        product('CELL-4', 4, 'gone'),
      ],
      owner,
    );
    const page = await client.failedRows(taskId, { limit: 2 });
    expect(shown(page, 'SKU')).toEqual(['3 CELL-2', '4 CELL-3']);
    expect(page.items[0]?.issues).toEqual([
      { column: 'Price', code: 'not_a_number', message: 'must be a number', value: 'many' },
      expect.objectContaining({ column: 'Status', code: 'unknown_label', value: 'sold' }),
    ]);
    expect(page.items[0]?.cells).toMatchObject({ Category: category, Note: 'as it is' });
    expect(page.causes?.map(({ column, value, rows }) => [column, value, rows])).toEqual([
      ['Status', 'sold', 2],
      ['Price', 'many', 1],
      ['Status', 'gone', 1],
    ]);
    expect(page.columns.find(({ name }) => name === 'Status')?.labels).toContain('On sale');
    expect(page.waiting).toBe(3);
    expect(page.counts).toEqual({ total: 4, succeeded: 1, failed: 3, unprocessed: 0 });
    const next = await client.failedRows(taskId, { limit: 2, cursor: page.nextCursor ?? '' });
    expect([shown(next, 'SKU'), next.nextCursor, next.causes]).toEqual([['5 CELL-4'], null, null]);
    const [cause] = page.causes ?? [];
    if (cause === undefined) throw new Error('unreachable: three were counted');
    const { code, column, value } = cause;
    const alike = await client.failedRows(taskId, { cause: { code, column, value } });
    expect(shown(alike, 'SKU')).toEqual(['3 CELL-2', '4 CELL-3']);
    expect(shown(await client.failedRows(taskId, { q: 'cell-4' }), 'SKU')).toEqual(['5 CELL-4']);

    const answer = await mended(
      system,
      taskId,
      {
        rows: [
          set(3, { Price: '2.50', Status: 'nowhere' }),
          set(4, { Status: 'On sale' }),
          set(2, { Price: 9 }),
        ],
      },
      owner,
    );
    expect(answer).toMatchObject({
      phase: 'partial',
      succeeded: 1,
      failed: 1,
      saved: [{ row: 4 }],
      left: [{ row: 2 }],
      counts: { total: 4, succeeded: 2, failed: 2, unprocessed: 0 },
    });
    expect(answer.failing.map(({ row, cells }) => [row, cells.Price, cells.Status])).toEqual([
      [3, '2.50', 'nowhere'],
    ]);
    // what was typed stays, and what failed again has its new reasons only
    const after = await client.failedRows(taskId);
    expect(shown(after, 'Status')).toEqual(['3 nowhere', '5 gone']);
    expect(after.items[0]?.issues.map(({ column: one }) => one)).toEqual(['Status']);
    const last = await mended(
      system,
      taskId,
      { rows: [set(3, { Status: '上架' }), set(5, { Status: '上架' })] },
      owner,
    );
    expect(last).toMatchObject({ phase: 'succeeded', counts: { succeeded: 4, failed: 0 } });
    expect(await system.record(taskId, { owner })).toMatchObject({ phase: 'succeeded' });
    expect(await system.record(last.taskId ?? '', { owner })).toMatchObject({
      mends: taskId,
      upload: { name: 'list.edits.json' },
    });
    expect(await savedSkus('CELL-')).toEqual(['CELL-1', 'CELL-2', 'CELL-3', 'CELL-4']);
    const none = await mended(system, taskId, { rows: [set(3, {})] }, owner);
    expect(none).toMatchObject({ taskId: null, saved: [], left: [{ row: 3 }] });
  });

  test('of one cause are set alike, the same end as half in the workbook', async () => {
    const owner = 'mend-halves';
    const client = system.client({ owner });
    const rows = Array.from({ length: 6 }, (_, i) => product(`HALF-${i}`, i + 1, 'sold'));
    const first = await products(rows, owner);
    const [header = [], ...errors] = await errorRows(system, first.issuesUrl);
    // two in the workbook, one of which fails again under a column that the first upload lacks
    const half = await imported(
      system,
      'products',
      [
        ['Remark', ...header],
        ['new', ...(errors[0] ?? []).with(4, '上架')],
        ['kept', ...(errors[1] ?? []).with(4, 'perhaps')],
      ],
      owner,
    );
    expect(half.counts).toMatchObject({ succeeded: 1, failed: 1 });
    const page = await client.failedRows(first.taskId);
    expect(shown(page, 'Status')).toEqual(['3 perhaps', '4 sold', '5 sold', '6 sold', '7 sold']);
    expect(shown(page, 'Remark')[0]).toBe('3 kept');
    // the import of the workbook shows the same row, where it stands there
    expect(shown(await client.failedRows(half.taskId), 'Status')).toEqual(['3 perhaps']);

    const cause = { code: 'unknown_label', column: 'Status', value: 'sold' };
    const alike = await mended(system, first.taskId, { cause, value: 'Off sale' }, owner);
    expect(alike).toMatchObject({ succeeded: 4, failed: 0, counts: { succeeded: 5, failed: 1 } });
    // an edit that fails again is corrected in the error workbook of its own
    const failing = await mended(system, half.taskId, { rows: [set(3, { Status: 'x' })] }, owner);
    expect(failing).toMatchObject({ phase: 'partial', failing: [{ row: 3 }] });
    const mendId = failing.taskId ?? '';
    const { issuesUrl } = await system.status({ taskId: mendId }, { owner });
    const [names = [], left = []] = await errorRows(system, issuesUrl);
    const book = [names, left.with(names.indexOf('Status'), '上架')];
    const rest = await imported(system, 'products', book, owner);
    expect(rest.counts).toMatchObject({ total: 1, succeeded: 1 });
    expect(await client.failedRows(mendId)).toMatchObject({ items: [], waiting: 0 });
    expect(await system.record(first.taskId, { owner })).toMatchObject({
      phase: 'succeeded',
      counts: { total: 6, succeeded: 6, failed: 0, unprocessed: 0 },
    });
    expect((await client.failedRows(half.taskId)).items).toEqual([]);
    // the workbook of before saves nothing again
    const old = [header, ...errors.map((cells) => cells.with(4, '上架'))];
    const again = await imported(system, 'products', old, owner);
    expect((await system.record(again.taskId, { owner })).error?.code).toBe('corrected_before');
    const none = await mended(system, first.taskId, { cause, value: '上架' }, owner);
    expect(none).toMatchObject({ taskId: null, succeeded: 0 });
    expect(await savedSkus('HALF-')).toHaveLength(6);
  });

  test('are corrected once by calls at once, and by a call that is sent again', async () => {
    const owner = 'mend-twice';
    const { taskId } = await products(
      Array.from({ length: 40 }, (_, i) => product(`TWICE-${i}`, i + 1, 'sold')),
      owner,
    );
    const edits = { cause: { code: 'unknown_label', column: 'Status' }, value: '上架' };
    const path = `/api/tasks/${taskId}/rows`;
    const patch = (key: string, json: object = edits) =>
      system.call<MendRowsOut & { code: string }>(path, {
        owner,
        method: 'PATCH',
        json,
        headers: { 'idempotency-key': key },
      });
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => patch(key)));
    const [won] = answers.filter(({ status, body }) => status === 200 && body.succeeded > 0);
    expect(won?.body).toMatchObject({ succeeded: 40, counts: { succeeded: 40, failed: 0 } });
    for (const { status, body } of answers)
      if (body !== won?.body)
        expect(status === 409 ? body.code : body.succeeded).toBe(status === 409 ? 'slot_taken' : 0);
    expect(await savedSkus('TWICE-')).toHaveLength(40);
    const key = ['a', 'b', 'c'][answers.findIndex(({ body }) => body === won?.body)] ?? '';
    expect((await patch(key)).body).toEqual(won?.body);
    const other = await patch(key, { rows: [{ row: 2, values: {} }] });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('of an import that was undone are not corrected any more', async () => {
    const owner = 'mend-undone';
    const client = system.client({ owner });
    const { taskId } = await products(
      [product('UNDONE-1', 1, '上架'), product('UNDONE-2', 2, 'sold')],
      owner,
    );
    const undo = await client.undoImport(taskId);
    await system.finished(undo.taskId, { owner });
    const edits = { rows: [set(3, { Status: '上架' })] };
    await expect(client.mendRows(taskId, edits)).rejects.toMatchObject({ code: 'import_undone' });
    expect(await savedSkus('UNDONE-')).toEqual([]);
  });

  test('are for their owner and operators, and corrected only where they say', async () => {
    const owner = 'mend-rights';
    const { taskId } = await products([product('RIGHTS-1', 1, 'sold')], owner);
    const path = `/api/tasks/${taskId}/rows`;
    const patch = (json: object, caller: object = { owner }) =>
      system.call<MendRowsOut & { code: string; errors: { path: string }[] }>(path, {
        method: 'PATCH',
        json,
        ...caller,
      });
    expect((await system.call(path, { owner: 'somebody-else' })).status).toBe(404);
    expect((await patch({ rows: [set(2, {})] }, { owner: 'somebody-else' })).status).toBe(404);
    const wrong = [
      { rows: [set(2, { Statsu: 'x' })] },
      { rows: [set(2, {}), set(2, {})] },
      { rows: [{ ...set(2, {}), sheet: 'nowhere' }] },
      { cause: { code: 'unknown_label', column: 'Nowhere' }, value: 1 },
      { cause: { code: 'totals_row', column: null }, value: 1 },
      { rows: [] },
    ];
    const answers = await Promise.all(wrong.map((json) => patch(json)));
    expect(answers.map(({ status, body }) => [status, body.errors[0]?.path])).toEqual([
      [422, 'rows.0.values.Statsu'],
      [422, 'rows.1.row'],
      [422, 'rows.0.sheet'],
      [422, 'cause.column'],
      [422, 'cause.column'],
      [422, 'rows'],
    ]);
    expect((await system.call(`${path}?cause=x`, { owner })).status).toBe(422);
    const operator = { owner: 'olga', headers: { 'x-role': 'operator' } };
    const { body } = await patch({ rows: [set(2, { Status: '上架' })] }, operator);
    expect(body).toMatchObject({ saved: [{ row: 2 }] });
    expect(await system.record(body.taskId ?? '', { owner })).toMatchObject({ owner });
  });
});
