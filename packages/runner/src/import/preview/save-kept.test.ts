import { Readable } from 'node:stream';
import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { previewKeys } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const items = defineImport({
  type: 'items',
  title: { en: 'Items', zh: '物品' },
  row: z.object({ sku: z.string(), price: z.number() }),
  key: 'sku',
  chunkRows: 3,
  policy: ['skip', 'all-or-nothing'],
  ...upsertInto({ table: 'items', key: 'sku' }),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([items]);
});
afterAll(() => services?.close());
beforeEach(async () => {
  await services.database.query(
    `DROP TABLE IF EXISTS items;
     CREATE TABLE items (sku text PRIMARY KEY, price numeric NOT NULL);
     INSERT INTO items SELECT 'i' || n, 0 FROM generate_series(0, 9) AS n WHERE n % 2 = 0`,
  );
});

const attempt = (taskId: string) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);

/** Ten rows, every other one new, one as it is and one that is wrong; looked at. */
async function looked(options: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const prices = [1, 1, 1, 'oops', 0, 1, 1, 1, 1, 1];
  const file = `sku,price\n${prices.map((price, n) => `i${n},${price}\n`).join('')}`;
  const given = { type: 'items', file, options: { preview: true, ...options } };
  const { taskId } = await registerFile(given, services);
  await attempt(taskId);
  return taskId;
}

async function confirmed(taskId: string) {
  await services.tasks.confirm(taskId);
  await attempt(taskId);
  return endOf(taskId);
}

async function endOf(taskId: string) {
  const { record, issues } = await imported(taskId, services);
  const { phase, counts } = record;
  return { phase, succeeded: counts?.succeeded, issues };
}

const WRONG = '5 price not_a_number';
const all = async () =>
  (
    await services.database.query<{ sku: string; price: string }>(
      'SELECT sku, price::text FROM items ORDER BY sku',
    )
  ).map(({ sku, price }) => `${sku} ${price}`);
const SAVED = ['i0 1', 'i1 1', 'i2 1', 'i4 0', 'i5 1', 'i6 1', 'i7 1', 'i8 1', 'i9 1'];

/** Of the rows of the first chunks: who wrote them. */
const firstVersions = () =>
  services.database.query("SELECT sku, xmin::text FROM items WHERE sku < 'i6' ORDER BY sku");

/** The upload itself cannot be read any more. */
async function loseUpload(taskId: string): Promise<void> {
  const record = await services.tasks.record(taskId);
  if (record?.kind !== 'import') throw new Error('no import');
  const { key, sizeBytes } = record.upload;
  // only its head is read, which tells what columns it has
  const head = Buffer.from('sku,price\n');
  await services.store.put(
    key,
    Readable.from([Buffer.concat([head, Buffer.alloc(sizeBytes - head.length, 'x')])]),
  );
}

test('a confirmed import saves what was kept, without a look at the upload', async () => {
  const taskId = await looked();
  await loseUpload(taskId);
  expect(await confirmed(taskId)).toEqual({ phase: 'partial', succeeded: 9, issues: [WRONG] });
  expect(await all()).toEqual(SAVED);
});

test('an attempt goes on where the one before it ended', async () => {
  const taskId = await looked();
  await services.database.query(
    `CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER full_disk BEFORE INSERT ON items FOR EACH ROW WHEN (NEW.sku = 'i7') EXECUTE FUNCTION full_disk()`,
  );
  await services.tasks.confirm(taskId);
  expect(await attempt(taskId)).toMatchObject({ retryInMs: expect.any(Number) });
  const saved = await firstVersions();
  expect(await all()).toEqual(expect.arrayContaining(['i5 1', 'i6 0']));
  await services.database.query('DROP TRIGGER full_disk ON items');
  await loseUpload(taskId);
  expect(await attempt(taskId)).toBe('done');
  expect(await endOf(taskId)).toEqual({ phase: 'partial', succeeded: 9, issues: [WRONG] });
  expect(await all()).toEqual(SAVED);
  expect(await firstVersions()).toEqual(saved);
});

test('a row that the database refuses by now takes no other with it', async () => {
  const taskId = await looked();
  await services.database.query("ALTER TABLE items ADD CHECK (sku <> 'i7')");
  expect(await confirmed(taskId)).toEqual({
    phase: 'partial',
    succeeded: 8,
    issues: [WRONG, '9 refused_by_database'],
  });
  expect(await all()).toEqual(SAVED.filter((row) => row !== 'i7 1'));
});

test.each([
  ['changed', "UPDATE items SET price = 9 WHERE sku = 'i6'", '8', 'i6 9'],
  ['as it would be, and changed', "UPDATE items SET price = 9 WHERE sku = 'i4'", '6', 'i4 9'],
  ['made', "INSERT INTO items VALUES ('i7', 9)", '9', 'i7 9'],
  ['removed', "DELETE FROM items WHERE sku = 'i8'", '10', null],
])('a row that was %s since is left, and named', async (_, change, row, theirs) => {
  const taskId = await looked();
  await services.database.query(change);
  expect(await confirmed(taskId)).toEqual({
    phase: 'partial',
    succeeded: 8,
    issues: [WRONG, `${row} changed_since_preview`].sort(
      (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
    ),
  });
  const sku = `i${Number(row) - 2} `;
  const expected = SAVED.flatMap((one) => (one.startsWith(sku) ? (theirs ?? []) : one));
  expect(await all()).toEqual(expected);
});

test('where all rows or none are saved, one that was changed since keeps all from it', async () => {
  const file = 'sku,price\ni0,1\ni1,1\ni2,1\ni3,1\n';
  const options = { preview: true, policy: 'all-or-nothing' };
  const { taskId } = await registerFile({ type: 'items', file, options }, services);
  await attempt(taskId);
  await services.database.query("UPDATE items SET price = 9 WHERE sku = 'i2'");
  const before = await all();
  await services.tasks.confirm(taskId);
  await attempt(taskId);
  expect(await services.tasks.record(taskId)).toMatchObject({
    phase: 'failed',
    counts: { succeeded: 0, failed: 1 },
  });
  expect(await all()).toEqual(before);
});

test('what was kept goes once it is saved', async () => {
  const taskId = await looked();
  const { kept } = previewKeys({ taskId, attempt: 1 });
  expect(await services.store.stat(kept)).not.toBeNull();
  await confirmed(taskId);
  expect(await services.store.stat(kept)).toBeNull();
});
