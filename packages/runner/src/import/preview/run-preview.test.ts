import { Readable } from 'node:stream';
import type { ShownPreview } from '@longshore/contract';
import { defineImport, type ImportContext } from '@longshore/executors';
import { currentRows, upsert } from '@longshore/postgres';
import { previewKeys } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const Price = z.object({ sku: z.string(), price: z.number(), note: z.string().nullable() });
type Price = z.output<typeof Price>;
type Rows = readonly { readonly number: number; readonly value: Price }[];

/** What somebody else does while a chunk is saved, once. */
let meanwhile: (() => Promise<unknown>) | null = null;

const save = async (rows: Rows, { tx }: Pick<ImportContext, 'tx'>) => {
  const once = meanwhile;
  meanwhile = null;
  await once?.();
  const good = rows.filter(({ value }) => value.note !== 'no');
  await upsert(tx, { table: 'prices', key: 'sku', rows: good.map(({ value }) => value) });
  return rows
    .filter(({ value }) => value.note === 'no')
    .map(({ number }) => ({ row: number, column: 'note' as const, code: 'no', message: 'no' }));
};
const prices = defineImport({
  type: 'prices',
  title: { en: 'Prices', zh: '价格' },
  row: Price,
  key: 'sku',
  chunkRows: 3,
  save,
  current: currentRows({ table: 'prices', key: 'sku' }),
});
const blind = defineImport({
  type: 'blind',
  title: { en: 'Blind', zh: '盲' },
  row: Price,
  key: 'sku',
  save,
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([prices, blind]);
  await services.database.query(
    'CREATE TABLE prices (sku text PRIMARY KEY, price numeric NOT NULL CHECK (price < 1000), note text)',
  );
});
afterAll(() => services?.close());

beforeEach(async () => {
  meanwhile = null;
  await services.database.query('TRUNCATE prices');
  await services.database.query(
    "INSERT INTO prices VALUES ('a', 1, null), ('b', 2, 'kept'), ('c', 3, null)",
  );
});

const stored = async () =>
  (await services.database.query<Price>('SELECT sku, price, note FROM prices ORDER BY sku')).map(
    ({ sku, price, note }) => `${sku} ${Number(price)} ${note}`,
  );

const upload = (lines: readonly string[], type = 'prices') =>
  registerFile(
    { type, file: `sku,price,note\n${lines.join('\n')}\n`, options: { preview: true } },
    services,
  );
const attempt = (taskId: string) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);

async function shownOf(taskId: string): Promise<ShownPreview> {
  const record = await services.tasks.record(taskId);
  if (record?.kind !== 'import' || record.preview === null) throw new Error('no preview');
  const { shown } = previewKeys({ taskId, attempt: record.preview });
  return JSON.parse(String(Buffer.concat(await (await services.store.read(shown)).toArray())));
}

const LINES = [
  'a,1,',
  'b,20,kept',
  'x,7,new',
  'c,oops,',
  'd,8,no',
  'e,5000,',
  'y,9,',
  'c,30,changed',
];

test('a preview tells what would become of each row, and saves nothing', async () => {
  const { taskId } = await upload(LINES);
  const before = await stored();
  await attempt(taskId);
  expect(await stored()).toEqual(before);
  const { record, issues } = await imported(taskId, services);
  expect(record).toMatchObject({
    phase: 'previewed',
    counts: { total: 8, succeeded: 0, failed: 0, unprocessed: 8 },
    progress: { done: 8, total: 8 },
    result: null,
    issues: null,
    error: null,
  });
  expect(issues).toEqual([]);
  const { depth, counts, differences, causes } = await shownOf(taskId);
  expect(depth).toBe('differences');
  // the second row with the key c repeats one that is refused already
  expect(counts).toEqual({
    total: 8,
    create: 2,
    update: 1,
    same: 1,
    checked: 0,
    remove: 0,
    failed: 4,
  });
  expect(differences).toEqual([{ row: 3, key: 'b', column: 'price', before: 2, after: 20 }]);
  expect(
    causes.map(({ issue: { code, column }, rows, first }) => [code, column, rows, first]),
  ).toEqual([
    ['not_a_number', 'price', 1, [{ row: 5 }]],
    ['no', 'note', 1, [{ row: 6 }]],
    ['refused_by_database', null, 1, [{ row: 7 }]],
    ['duplicate_key', 'sku', 1, [{ row: 9 }]],
  ]);
});

test('confirmed, it saves what the preview told', async () => {
  const { taskId } = await upload(LINES);
  await attempt(taskId);
  expect(await services.tasks.confirm(taskId)).toMatchObject({ repeated: true });
  await attempt(taskId);
  const { record, issues } = await imported(taskId, services);
  expect(record).toMatchObject({
    phase: 'partial',
    counts: { total: 8, succeeded: 4, failed: 4, unprocessed: 0 },
  });
  expect(issues).toHaveLength(4);
  expect(await stored()).toEqual(['a 1 null', 'b 20 kept', 'c 3 null', 'x 7 new', 'y 9 null']);
  expect(await services.tasks.confirm(taskId)).toMatchObject({ reason: 'not-repeatable' });
});

test('a row that somebody changed since the preview is not overwritten', async () => {
  const { taskId } = await upload(['a,10,', 'b,20,kept', 'x,7,new', 'c,3,', 'y,9,']);
  await attempt(taskId);
  await services.database.query("UPDATE prices SET price = 99 WHERE sku = 'b'");
  await services.database.query("DELETE FROM prices WHERE sku = 'c'");
  await services.database.query("INSERT INTO prices VALUES ('y', 1, 'theirs')");
  await services.tasks.confirm(taskId);
  await attempt(taskId);
  const { record, issues } = await imported(taskId, services);
  expect(record).toMatchObject({ phase: 'partial', counts: { succeeded: 2, failed: 3 } });
  expect(issues).toEqual([
    '3 changed_since_preview',
    '5 changed_since_preview',
    '6 changed_since_preview',
  ]);
  expect(await stored()).toEqual(['a 10 null', 'b 99 kept', 'x 7 new', 'y 1 theirs']);
});

test('a row that somebody changes while its chunk is saved is not overwritten either', async () => {
  const { taskId } = await upload(['a,10,', 'x,7,new']);
  await attempt(taskId);
  await services.tasks.confirm(taskId);
  meanwhile = async () => {
    await services.database.query("UPDATE prices SET price = 99 WHERE sku = 'a'");
    await services.database.query("INSERT INTO prices VALUES ('x', 1, 'theirs')");
  };
  await attempt(taskId);
  const { issues } = await imported(taskId, services);
  expect(issues).toEqual(['2 changed_since_preview', '3 changed_since_preview']);
  expect((await stored()).filter((row) => /^[ax]/.test(row))).toEqual(['a 99 null', 'x 1 theirs']);
});

test('an import without `current` is checked by its schema only, and says so', async () => {
  let saves = 0;
  meanwhile = async () => void saves++;
  const { taskId } = await upload(['a,10,', 'x,oops,'], 'blind');
  await attempt(taskId);
  expect(saves).toBe(0);
  const { depth, counts } = await shownOf(taskId);
  expect({ depth, ...counts }).toEqual({
    depth: 'checks',
    total: 2,
    create: 0,
    update: 0,
    same: 0,
    checked: 1,
    remove: 0,
    failed: 1,
  });
  await services.database.query("UPDATE prices SET price = 99 WHERE sku = 'a'");
  await services.tasks.confirm(taskId);
  await attempt(taskId);
  expect((await imported(taskId, services)).record).toMatchObject({
    phase: 'partial',
    counts: { succeeded: 1, failed: 1 },
  });
});

test('what an attempt found that could not settle is found anew by the next', async () => {
  const { taskId } = await upload(['a,10,']);
  const { shown, digests } = previewKeys({ taskId, attempt: 1 });
  await services.store.put(shown, Readable.from([Buffer.from('{"depth":"checks"}')]));
  await services.tasks.claim(taskId, 'dead');
  await attempt(taskId);
  const record = await services.tasks.record(taskId);
  expect(record).toMatchObject({ phase: 'previewed', attempt: 2, preview: 2 });
  expect((await shownOf(taskId)).counts).toMatchObject({ update: 1 });
  expect(await services.store.stat(digests)).toBeNull();
});

test('a preview that was cleared is not confirmed any more', async () => {
  const { taskId } = await upload(['a,10,']);
  await attempt(taskId);
  await services.tasks.clear(taskId);
  const answer = await services.tasks.confirm(taskId);
  expect(answer).toEqual({ repeated: false, reason: 'not-repeatable', phase: 'cancelled' });
});
