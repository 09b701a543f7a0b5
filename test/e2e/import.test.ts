/**
 * Imports over HTTP: every row is saved or stands in the error workbook with all its reasons, never
 * both, never neither.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { TaskFilesOut, TaskResultOut } from '@longshore/contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { reasonsOf } from '../support/retail-rules.js';
import { type System, startSystem } from '../support/system.js';

let system: System;
let db: pg.Client;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 2,
    env: { UPLOAD_MAX_BYTES: String(8 * 1024 * 1024) },
  });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

const PRODUCT_HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

const allProducts = async () =>
  (
    await db.query(
      'SELECT sku, name, category, price::float AS price, status FROM products ORDER BY sku',
    )
  ).rows;

async function importRows(
  type: string,
  rows: readonly (readonly unknown[])[],
  owner: string,
): Promise<TaskResultOut> {
  const { status, body } = await system.registerImport(
    type,
    { name: `${owner}.xlsx`, bytes: await makeWorkbook(rows) },
    { owner },
  );
  expect(status, JSON.stringify(body)).toBe(202);
  return system.finished(body.taskId, { owner });
}

const download = async (url: string | null) =>
  readWorkbook(new Uint8Array(await (await fetch(system.url + url)).arrayBuffer()));

test('an upload can be had back as it came, by its owner', async () => {
  const bytes = await makeWorkbook([PRODUCT_HEADER, ['BACK-1', 'x', 'no category', -1, 'x']]);
  const owner = 'archivist';
  const { body } = await system.registerImport('products', { name: '价格.xlsx', bytes }, { owner });
  await system.finished(body.taskId, { owner });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { upload } = await system.record(body.taskId, { owner });
  expect(upload).toEqual({ name: '价格.xlsx', sizeBytes: bytes.length, sha256 });
  const asked = (by: string) =>
    fetch(system.client().fileUrl(body.taskId, 'original'), { headers: { 'x-owner': by } });
  const answer = await asked(owner);
  expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('价格.xlsx'));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(bytes));
  expect((await asked('somebody else')).status).toBe(404);
  const files = await system.call<TaskFilesOut>(`/api/tasks/${body.taskId}/files`, { owner });
  expect(files.body.items).toMatchObject([
    { role: 'issues', name: '价格 (errors).xlsx' },
    { role: 'original', name: '价格.xlsx', sizeBytes: bytes.length },
    { role: 'summary', name: '价格 (summary).xlsx' },
  ]);
  for (const { url, sizeBytes } of files.body.items)
    expect((await (await fetch(system.url + url)).arrayBuffer()).byteLength).toBe(sizeBytes);
});

describe('products', () => {
  test('good rows are upserted, bad ones come back with their own cells and every reason', async () => {
    const category = (
      await db.query<{ name: string }>('SELECT name FROM categories ORDER BY code LIMIT 1')
    ).rows[0]?.name;
    const bad = [
      ['E2E-2', 'two faults', category, -1, '停售'],
      ['E2E-3', 'no such category', '没有的类别', 1, '上架', 'a note right of the header'],
    ];
    const good = [
      ['E2E-1', 'new <&> "商品"', category, 9.5, '上架'],
      ['E2E-4', 'off sale', category, 0, '下架'],
    ];
    const done = await importRows(
      'products',
      [PRODUCT_HEADER, good[0] ?? [], ...bad, good[1] ?? []],
      'grocer',
    );
    expect(done).toMatchObject({
      phase: 'partial',
      state: true,
      counts: { total: 4, succeeded: 2, failed: 2, unprocessed: 0 },
    });
    expect(done.issuesUrl).not.toBeNull();

    const { rows } = await download(done.issuesUrl);
    expect(rows[0]).toEqual([
      ...PRODUCT_HEADER,
      expect.toBeOneOf([null, '']),
      'Row in upload',
      'Reasons',
      'Row id (keep)',
    ]);
    expect(rows.slice(1).map((row) => row.slice(0, -2))).toEqual([
      [...(bad[0] ?? []), null, 'Row 3'],
      [...(bad[1] ?? []), 'Row 4'],
    ]);
    expect(rows[1]?.at(-2)).toMatch(/^价格: must be >= 0; 状态: must be one of On sale, Off sale$/);
    expect(rows[2]?.at(-2)).toBe('分类: is no category of this shop');
    const saved = await db.query(
      "SELECT sku, name, price::float AS price, status FROM products WHERE sku LIKE 'E2E-%' ORDER BY sku",
    );
    expect(saved.rows).toEqual([
      { sku: 'E2E-1', name: 'new <&> "商品"', price: 9.5, status: 1 },
      { sku: 'E2E-4', name: 'off sale', price: 0, status: 0 },
    ]);
  });

  test('what is exported can be imported and changes nothing', async () => {
    const owner = 'round-trip';
    const before = await allProducts();
    const { body } = await system.registerExport({ type: 'products' }, { owner });
    const { url } = await system.finished(body.taskId, { owner });
    const bytes = new Uint8Array(await (await fetch(system.url + url)).arrayBuffer());
    const registered = await system.registerImport(
      'products',
      { name: 'products.xlsx', bytes },
      { owner },
    );
    const done = await system.finished(registered.body.taskId, { owner });
    expect(done).toMatchObject({
      phase: 'succeeded',
      counts: { total: before.length, succeeded: before.length, failed: 0 },
      url: null,
      issuesUrl: null,
      notices: 0,
      timeZone: 'UTC',
    });
    expect(await allProducts()).toEqual(before);
  });
});

describe('a file that cannot be imported says why', () => {
  test('an empty file, another format, no file, a wrong type of body', async () => {
    const refused = async (file: { name: string; bytes: Uint8Array }, type = 'products') =>
      (await system.registerImport(type, file, { owner: 'clumsy' })) as {
        status: number;
        body: { code: string };
      };
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await refused({ name: 'a.xlsx', bytes: new Uint8Array() })).toMatchObject({
      status: 422,
      body: { code: 'empty_file' },
    });
    expect(await refused({ name: 'a.pdf', bytes })).toMatchObject({
      status: 422,
      body: { code: 'unsupported_format' },
    });
    expect(await refused({ name: 'a.xlsx', bytes }, 'nothing')).toMatchObject({
      status: 422,
      body: { code: 'unknown_type' },
    });
    expect(await system.call('/api/registerImportTask', { json: {} })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    const form = new FormData();
    form.set('type', 'products');
    expect(await system.call('/api/registerImportTask', { body: form })).toMatchObject({
      status: 422,
      body: { code: 'file_required' },
    });
    expect(
      await system.status({ kind: 'import', type: 'products' }, { owner: 'clumsy' }),
    ).toMatchObject({ status: 0 });
  });

  test('a file over the limit is a 413, and leaves no slot and no file', async () => {
    const { status, body } = await system.registerImport(
      'products',
      { name: 'big.xlsx', bytes: new Uint8Array(9 * 1024 * 1024) },
      { owner: 'big' },
    );
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    expect(
      await system.status({ kind: 'import', type: 'products' }, { owner: 'big' }),
    ).toMatchObject({ status: 0 });
  });

  test('not a workbook, missing columns, no rows: the task fails with a sentence and saves nothing', async () => {
    const fails = async (bytes: Uint8Array, owner: string) => {
      const { body } = await system.registerImport(
        'products',
        { name: 'a.xlsx', bytes },
        { owner },
      );
      await system.finished(body.taskId, { owner });
      return (await system.record(body.taskId, { owner })).error;
    };
    const header = PRODUCT_HEADER;
    expect(await fails(Buffer.from('PK\x03\x04 is how an archive begins'), 'cut')).toMatchObject({
      code: 'invalid_workbook',
    });
    expect(
      await fails(
        await makeWorkbook([
          ['商品编码', 'Something'],
          ['A', 1],
        ]),
        'missing',
      ),
    ).toMatchObject({ code: 'missing_columns' });
    expect(await fails(await makeWorkbook([header]), 'no-rows')).toMatchObject({ code: 'no_rows' });
    const twice = await fails(
      await makeWorkbook([
        [...header, header[0]],
        [...header, 'x'],
      ]),
      'twice',
    );
    expect(twice).toMatchObject({ code: 'duplicate_columns' });
  });
});

const REAL = new URL('../../../shared/data/online-retail-50k.xlsx', import.meta.url);

describe.runIf(existsSync(REAL))('the real retail workbook', () => {
  test('each of its rows is saved or reported, and what was saved comes out again', {
    timeout: 180_000,
  }, async () => {
    const owner = 'retailer';
    const registered = await system.registerImport(
      'retail',
      { name: 'online-retail.xlsx', bytes: readFileSync(REAL) },
      { owner },
    );
    expect(registered.status).toBe(202);
    const done = await system.finished(registered.body.taskId, { owner });
    const source = await readWorkbook(readFileSync(REAL));
    const expected = source.rows.slice(1).map((row) => ({ row, bad: reasonsOf(row).length > 0 }));
    const failed = expected.filter(({ bad }) => bad);
    expect(done).toMatchObject({
      phase: 'partial',
      counts: {
        total: expected.length,
        succeeded: expected.length - failed.length,
        failed: failed.length,
        unprocessed: 0,
      },
    });

    const errors = await download(done.issuesUrl);
    expect(errors.rows[0]).toEqual([
      ...(source.rows[0] ?? []),
      ...['Row in upload', 'Reasons', 'Row id (keep)'],
    ]);
    expect(errors.rows.length - 1).toBe(failed.length);
    for (const [i, { row }] of failed.entries()) {
      const reported = errors.rows[i + 1] ?? [];
      // A number in a column of text is the text that its cell shows.
      expect(reported.slice(0, -3).map(textOfNumber)).toEqual(row.map(textOfNumber));
      expect(reported.at(-2)).toBe(reasonsOf(row).join('; '));
    }

    const { body } = await system.registerExport({ type: 'retail' }, { owner });
    const out = await download((await system.finished(body.taskId, { owner })).url);
    const key = (row: readonly unknown[]) =>
      JSON.stringify(
        row.map((cell) =>
          cell instanceof Date
            ? Math.round(cell.getTime() / 1_000)
            : typeof cell === 'number'
              ? String(cell)
              : cell === null
                ? null
                : String(cell).trim(),
        ),
      );
    const saved = expected.filter(({ bad }) => !bad).map(({ row }) => key(row));
    expect(out.rows.slice(1).map(key).sort()).toEqual(saved.sort());
  });
});
const textOfNumber = (cell: unknown): unknown => (typeof cell === 'number' ? String(cell) : cell);

test.runIf(!existsSync(REAL))('the real retail workbook is not here: its test is left out', () => {
  console.warn(
    'SKIPPED: the Online Retail workbook is not beside the repository (../shared/data/online-retail-50k.xlsx)',
  );
});
